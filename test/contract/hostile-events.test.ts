import { describe, expect, it } from 'vitest'
import { parseBankEvent, parseBatchMember } from '#events/registry.ts'
import { hostileEntries } from '#test/support/hostile-events.ts'
import { hostileKinds } from '#test/support/hostile-kinds.ts'

const entries = hostileEntries({ count: 3_000, seed: 7 })

/** How many parts of an entry its contracts refuse, and how many they take. */
const judge = (detailType: string, detail: unknown) => {
  const result = parseBankEvent(detailType, detail)
  if (!result.ok) return { refused: 1, taken: 0 }
  if (result.event.detailType !== 'BankEventBatch') return { refused: 0, taken: 1 }
  const members = result.event.detail.data.events.map(parseBatchMember)
  const refused = members.filter(({ ok }) => !ok).length
  return { refused, taken: members.length - refused }
}

describe('hostile entries', () => {
  it('are what PutEvents takes', () => {
    for (const { entry, marker } of entries) {
      expect(entry.Detail.length, marker).toBeLessThanOrEqual(900_000)
      expect(Buffer.byteLength(entry.Detail), marker).toBeLessThanOrEqual(900_000)
      const detail: unknown = JSON.parse(entry.Detail)
      expect(typeof detail === 'object' && detail !== null && !Array.isArray(detail), marker).toBe(true)
      expect(entry.DetailType.length).toBeGreaterThan(0)
      expect(entry.DetailType.length).toBeLessThanOrEqual(128)
    }
  })

  it('are bad, each and in every part', () => {
    const wrong = entries.filter(({ entry, parked }) => {
      const { refused, taken } = judge(entry.DetailType, JSON.parse(entry.Detail))
      return refused !== parked || taken > 0
    })
    expect(wrong.map(({ marker, kind }) => `${marker} ${kind}`)).toEqual([])
  })

  it('are told apart by their markers', () => {
    expect(new Set(entries.map(({ marker }) => marker)).size).toBe(entries.length)
    for (const { entry, marker } of entries) expect(entry.Detail).toContain(marker)
  })

  it('are bad in every way there is, some of them large', () => {
    const seen = new Set(entries.map(({ kind }) => kind))
    const expected = [...Object.keys(hostileKinds), 'batch-members', 'large-plain', 'large-random']
    expect([...seen].sort()).toEqual(expected.sort())
    expect(entries.filter(({ entry }) => entry.Detail.length > 300_000).length).toBe(6)
  })

  it('are the same for the same seed, and others for another', () => {
    const options = { count: 200, seed: 3 }
    expect(hostileEntries(options)).toEqual(hostileEntries(options))
    const others = hostileEntries({ ...options, seed: 4 })
    expect(others.map(({ kind }) => kind)).toEqual(hostileEntries(options).map(({ kind }) => kind))
    expect(others).not.toEqual(hostileEntries(options))
  })
})
