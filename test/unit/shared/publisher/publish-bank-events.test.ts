import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BankEvent, parseBankEvent, parseBatchMember } from '#events/registry.ts'
import { openedBatch } from '#shared/domain/opened-batch.ts'
import { type Entry, entryBytes, MAX_PACKED_BYTES } from '#shared/publisher/limits.ts'
import { publishBankEvents } from '#shared/publisher/publish-bank-events.ts'
import { scriptedBus } from '#test/support/scripted-bus.ts'

const birthday = (n: number): BankEvent => ({
  detailType: 'BirthdayReached',
  detail: {
    metadata: { eventId: `birthday-${n}`, occurredAt: '2026-06-02T09:00:00+02:00', version: 1 },
    data: { customerId: `C${n}`, on: '2026-06-02' },
  },
})
const birthdays = (count: number) => Array.from({ length: count }, (_, i) => birthday(i))

/** A profile whose entry is about `proofs` × 2 KB large in UTF-8. */
const profile = (n: number, proofs: number): BankEvent => ({
  detailType: 'CustomerProfileChanged',
  detail: {
    metadata: { eventId: `profile-${n}`, occurredAt: '2026-06-02T09:00:00+02:00', version: 1 },
    data: {
      customerId: `C${n}`,
      consents: Array.from({ length: proofs }, () => ({
        purpose: 'service' as const,
        channel: 'email' as const,
        granted: true,
        at: '2026-06-02T09:00:00+02:00',
        proof: '証'.repeat(500),
      })),
    },
  },
})

const invalid = (n: number): BankEvent => {
  const event = birthday(n)
  return { ...event, detail: { ...event.detail, data: { customerId: 'not valid' } } } as BankEvent
}

const membersOf = ({ Detail = '' }: { Detail?: string | undefined }): unknown[] =>
  JSON.parse(Detail).data.events
const idsOf = (entries: readonly { Detail?: string | undefined }[]) =>
  entries.flatMap((entry) =>
    membersOf(entry).map((member) => {
      const parsed = parseBatchMember(member)
      return parsed.ok ? parsed.event.detail.metadata.eventId : parsed.reason
    }),
  )
const eventIds = (events: readonly BankEvent[]) => events.map(({ detail }) => detail.metadata.eventId)

describe('publishBankEvents', () => {
  it('packs events into batches of at most 500 that their contract takes', async () => {
    const bus = scriptedBus()
    const events = birthdays(1001)
    expect(await publishBankEvents(events, bus.options)).toEqual({
      sent: 1001,
      failed: [],
      entries: 3,
      requests: 1,
    })
    expect(bus.taken.map((entry) => membersOf(entry).length)).toEqual([500, 500, 1])
    for (const { DetailType, Detail = '' } of bus.taken)
      expect(parseBankEvent(DetailType, JSON.parse(Detail)).ok).toBe(true)
    expect(idsOf(bus.taken)).toEqual(eventIds(events))
    expect(bus.taken[0]).toMatchObject({
      Source: 'bank.core',
      DetailType: 'BankEventBatch',
      EventBusName: 'bank',
    })
  })

  it('compresses a batch where asked to, and a reader finds the same in a fraction of the bytes', async () => {
    const [plain, small] = [scriptedBus(), scriptedBus()]
    const events = birthdays(500)
    await publishBankEvents(events, plain.options)
    const result = await publishBankEvents(events, { ...small.options, batching: 'compressed' })
    expect(result).toEqual({ sent: 500, failed: [], entries: 1, requests: 1 })
    const [{ DetailType, Detail = '' } = {}] = small.taken
    expect(openedBatch(DetailType, JSON.parse(Detail))).toEqual(JSON.parse(plain.taken[0]?.Detail ?? ''))
    expect(Detail.length * 5).toBeLessThan(plain.taken[0]?.Detail?.length ?? 0)
  })

  it('names the same batch the same when a publisher starts over, and another one differently', async () => {
    const bus = scriptedBus()
    await publishBankEvents(birthdays(3), bus.options)
    await publishBankEvents(birthdays(3), bus.options)
    await publishBankEvents(birthdays(4), bus.options)
    const [first, second, third] = bus.taken.map(({ Detail = '' }) => JSON.parse(Detail).metadata.eventId)
    expect(second).toBe(first)
    expect(third).not.toBe(first)
  })

  it('sends each event as an entry of its own if asked to', async () => {
    const bus = scriptedBus()
    const events = birthdays(12)
    const result = await publishBankEvents(events, { ...bus.options, batching: 'single', source: 'bank.crm' })
    expect(result).toEqual({ sent: 12, failed: [], entries: 12, requests: 2 })
    expect(
      bus.taken.map(({ DetailType, Detail = '' }) => ({
        detailType: DetailType,
        detail: JSON.parse(Detail),
      })),
    ).toEqual(events)
    expect(bus.taken[0]?.Source).toBe('bank.crm')
  })

  it('reports invalid events and sends the others', async () => {
    const bus = scriptedBus()
    const events = [birthday(0), invalid(1), birthday(2)]
    const result = await publishBankEvents(events, bus.options)
    expect(result).toMatchObject({ sent: 2, entries: 1 })
    expect(result.failed).toEqual([
      {
        event: events[1],
        reason: expect.stringContaining('data.customerId: expected identifier'),
        attempts: 0,
      },
    ])
    expect(idsOf(bus.taken)).toEqual(['birthday-0', 'birthday-2'])
  })

  it('reports what is no event at all, and a batch, which it makes itself', async () => {
    const bus = scriptedBus()
    const batch = { detailType: 'BankEventBatch', detail: { ...birthday(1).detail, data: { events: [{}] } } }
    const events = [null, batch, {}] as unknown as BankEvent[]
    const { sent, failed } = await publishBankEvents(events, bus.options)
    expect(sent).toBe(0)
    expect(failed.map(({ reason }) => reason)).toEqual([
      'detail-type: expected string',
      'detailType: expected no batch',
      'detail-type: expected string',
    ])
    expect(bus.requests).toEqual([])
  })

  it('leaves out what no contract knows', async () => {
    const bus = scriptedBus()
    const event = birthday(1)
    Object.assign(event.detail, { internalNote: 'VIP' })
    await publishBankEvents([event], bus.options)
    expect(bus.taken[0]?.Detail).not.toContain('VIP')
  })

  it('reports every event of a batch that the bus never took', async () => {
    const bus = scriptedBus(({ Detail = '' }) =>
      Detail.includes('"birthday-500"') ? 'InternalFailure' : undefined,
    )
    const events = birthdays(502)
    const result = await publishBankEvents(events, { ...bus.options, maxAttempts: 2 })
    expect(result).toMatchObject({ sent: 500, entries: 2, requests: 2 })
    expect(result.failed).toEqual([
      { event: events[500], reason: 'InternalFailure', attempts: 2 },
      { event: events[501], reason: 'InternalFailure', attempts: 2 },
    ])
  })

  it('reports in the order of the input, whatever the reasons', async () => {
    const bus = scriptedBus(() => 'MalformedDetail')
    const events = [birthday(0), invalid(1), birthday(2)]
    const { failed } = await publishBankEvents(events, bus.options)
    expect(failed.map(({ event }) => event)).toEqual(events)
  })

  it('refuses a source that no rule would match', async () => {
    const bus = scriptedBus()
    await expect(publishBankEvents(birthdays(1), { ...bus.options, source: 'core' })).rejects.toThrow(
      RangeError,
    )
    expect(bus.requests).toEqual([])
  })

  it('packs by size in bytes, whatever the sizes, and loses and repeats nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(20), { maxLength: 60, size: 'max' }), async (proofs) => {
        const bus = scriptedBus()
        const events = proofs.map((count, i) => profile(i, count))
        const result = await publishBankEvents(events, bus.options)
        expect(result.sent).toBe(events.length)
        for (const entry of bus.taken)
          expect(entryBytes(entry as Entry)).toBeLessThanOrEqual(MAX_PACKED_BYTES)
        expect(idsOf(bus.taken)).toEqual(eventIds(events))
      }),
      { numRuns: 30 },
    )
  })

  it('fills its batches rather than sending many small ones', async () => {
    const bus = scriptedBus()
    await publishBankEvents(
      Array.from({ length: 40 }, (_, i) => profile(i, 10)),
      bus.options,
    )
    for (const entry of bus.taken.slice(0, -1))
      expect(entryBytes(entry as Entry)).toBeGreaterThan(MAX_PACKED_BYTES * 0.9)
  })
})
