import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { isSampled, readEntry } from '#functions/simulate/entries.ts'
import { recorded } from '#test/support/recorded-stream.ts'

const now = new Date('2026-04-01T00:00:00Z')

const deposit = (customerId: string, date = '2026-03-02') =>
  recorded('LargeDepositDetected', `D-${customerId}`, date, {
    customerId,
    accountId: 'A',
    amount: { minorUnits: 1, currency: 'CZK' },
  })

const customers = Array.from({ length: 50 }, (_, i) => `C${i}`)

const batch = (members: readonly string[]) => ({
  DetailType: 'BankEventBatch',
  Detail: JSON.stringify({
    metadata: { eventId: 'B', occurredAt: '2026-03-02T10:00:00Z', version: 1 },
    data: {
      events: members.map((id) => ({
        detailType: 'LargeDepositDetected',
        detail: JSON.parse(deposit(id).Detail),
      })),
    },
  }),
})

const compressed = ({ DetailType, Detail }: { DetailType: string; Detail: string }) => {
  const { metadata, data } = JSON.parse(Detail)
  const gzip = gzipSync(JSON.stringify(data.events)).toString('base64')
  return { DetailType, Detail: JSON.stringify({ metadata, data: { gzip } }) }
}

describe('an entry', () => {
  it('is handed over as a queue hands it over', () => {
    const entry = deposit('C1')
    expect(JSON.parse(readEntry(entry, { now, share: 1 })?.body ?? '')).toEqual({
      'detail-type': entry.DetailType,
      detail: JSON.parse(entry.Detail),
    })
  })

  it('moves the clock only where something happens, and has happened', () => {
    expect(readEntry(deposit('C1'), { now, share: 1 })?.happenedAt).toEqual(new Date('2026-03-02T00:00:00Z'))
    expect(readEntry(deposit('C1', '2026-04-02'), { now, share: 1 })?.happenedAt).toBeUndefined()
    const profile = recorded('CustomerProfileChanged', 'P', '2026-03-02', { customerId: 'C1' })
    expect(readEntry(profile, { now, share: 1 })).toMatchObject({ body: expect.any(String) })
    expect(readEntry(profile, { now, share: 1 })?.happenedAt).toBeUndefined()
  })

  it('of a batch keeps the members about sampled customers', () => {
    const share = 0.4
    const body = readEntry(batch(customers), { now, share })?.body ?? ''
    const kept = JSON.parse(body).detail.data.events.map(
      ({ detail }: { detail: { data: { customerId: string } } }) => detail.data.customerId,
    )
    expect(kept).toEqual(customers.filter((id) => isSampled(id, share)))
    expect(kept.length).toBeGreaterThan(0)
    expect(kept.length).toBeLessThan(customers.length)
    expect(readEntry(compressed(batch(customers)), { now, share })?.body).toBe(body)
    const outside = customers.filter((id) => !isSampled(id, share))
    expect(readEntry(batch(outside), { now, share })).toBeUndefined()
  })
})
