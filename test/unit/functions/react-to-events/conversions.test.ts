import { describe, expect, it } from 'vitest'
import { reactToEvents } from '#functions/react-to-events/react-to-events.ts'
import { envelope } from '#test/support/builders/bank-events.ts'
import { createEngineWorld, queueRecords } from '#test/support/fakes/engine-world.ts'

const taken = (eventId: string, data: object = {}) =>
  envelope('ConversionRecorded', { customerId: 'C1', product: 'term-deposit', ...data }, { eventId })

describe('a conversion', () => {
  it('goes on with what it takes to attribute it, alone and in a batch', async () => {
    const world = createEngineWorld()
    const amount = { minorUnits: 500, currency: 'CZK' }
    const single = taken('E1', { amount, conversionId: 'contract-1' })
    const { detail } = taken('E2')
    const batch = envelope(
      'BankEventBatch' as never,
      {
        events: [{ detailType: 'ConversionRecorded', detail }, { detailType: 'ConversionRecorded' }],
      } as never,
    )
    const { failedMessageIds } = await reactToEvents(queueRecords(single, batch), world.dependencies)
    expect(failedMessageIds).toEqual([])
    const at = '2026-06-01T10:00:00.000Z'
    expect(world.conversions).toEqual([
      { customerId: 'C1', eventId: 'E1', at, product: 'term-deposit', amount, conversionId: 'contract-1' },
      { customerId: 'C1', eventId: 'E2', at, product: 'term-deposit' },
    ])
    expect(world.parked).toHaveLength(1)
    expect(world.customers.size).toBe(0)
    expect(world.decisions()).toEqual([])
  })

  it('comes back where its queue does not take it', async () => {
    const world = createEngineWorld()
    const records = queueRecords(taken('E1'), taken('E2', { customerId: 'C2' }))
    world.failNextConversions()
    const { failedMessageIds } = await reactToEvents(records, world.dependencies)
    expect(failedMessageIds).toEqual(['message-0', 'message-1'])
    expect((await reactToEvents(records, world.dependencies)).failedMessageIds).toEqual([])
    expect(world.conversions.map(({ eventId }) => eventId)).toEqual(['E1', 'E2'])
  })
})
