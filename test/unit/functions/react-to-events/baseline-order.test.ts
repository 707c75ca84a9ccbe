import { describe, expect, it } from 'vitest'
import { reactToEvents } from '#functions/react-to-events/react-to-events.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { transaction } from '#test/support/builders/bank-events.ts'
import { createEngineWorld, queueRecords } from '#test/support/fakes/engine-world.ts'
import { type Random, randomOf } from '#test/support/random.ts'

const settings = {
  ...defaultSettings,
  baseline: { withdrawalFloor: { CZK: 1_000_000 }, depositFloor: { CZK: 1_000_000 }, minimumMonths: 3 },
}

interface Timed {
  readonly event: ReturnType<typeof transaction>
  /** Days since the first of January 2025. */
  readonly day: number
}

const CUSTOMERS = 50
const DAYS = 365
const MONTHLY = 6

/** A year of customers who each have a usual size of what they move, and sometimes move far more. */
const yearOf = (random: Random): Timed[] => {
  const events: Timed[] = []
  for (let customer = 0; customer < CUSTOMERS; customer++) {
    const usual = 2 ** (17 + 5 * random.next())
    for (let n = 0; n < 12 * MONTHLY; n++) {
      const day = random.next() * DAYS
      const size = Math.round(usual * 2 ** (2 * random.next()) * (random.next() < 0.04 ? 8 : 1))
      const stamp = {
        eventId: `E${customer}-${n}`,
        occurredAt: new Date(Date.UTC(2025, 0, 1) + day * 86_400_000).toISOString(),
      }
      events.push({ event: transaction(`C${customer}`, random.next() < 0.5 ? -size : size, 9e9, stamp), day })
    }
  }
  return events
}

const inOrderOf = (events: readonly Timed[], key: (timed: Timed) => number): Timed[] =>
  events
    .map((timed) => ({ timed, at: key(timed) }))
    .sort((left, right) => left.at - right.at)
    .map(({ timed }) => timed)

/** Ids of the large movements that are found when the events come in this order. */
const significantIn = async (order: readonly Timed[]): Promise<ReadonlySet<string>> => {
  const world = createEngineWorld({ settings })
  for (let start = 0; start < order.length; start += 10) {
    const batch = order.slice(start, start + 10).map(({ event }) => event)
    await reactToEvents(queueRecords(...batch), world.dependencies)
  }
  const large = world.decisions().filter(({ signal }) => signal.type.startsWith('Large'))
  return new Set(large.map(({ signal }) => signal.id))
}

const monthOf = ({ event }: Timed): number => Number(event.detail.metadata.occurredAt.slice(5, 7))

describe.each([1, 2, 3])('a year of customers (seed %i)', (seed) => {
  const random = randomOf(seed)
  const year = yearOf(random)
  const inOrder = significantIn(inOrderOf(year, ({ day }) => day))
  /** How many are found in only one of the two orders. */
  const changedBy = async (order: readonly Timed[]): Promise<number> => {
    const [expected, found] = await Promise.all([inOrder, significantIn(order)])
    const both = [...found].filter((id) => expected.has(id)).length
    return expected.size + found.size - 2 * both
  }

  it('has movements to find, and others as large that are usual', async () => {
    const found = (await inOrder).size
    const large = year.filter(({ event }) => Math.abs(event.detail.data.amount.minorUnits) >= 1_000_000)
    expect(found).toBeGreaterThan(100)
    expect(found).toBeLessThan(large.length / 2)
  })

  it('finds the same, however each month is shuffled', async () => {
    const shuffled = inOrderOf(year, (timed) => monthOf(timed) + random.next())
    expect(await changedBy(shuffled)).toBe(0)
  })

  it('finds the same, though a third comes again within four weeks', async () => {
    const again = year.filter(() => random.next() < 0.3)
    const twice = inOrderOf([...year, ...again.map((timed) => ({ ...timed, late: true }))], (timed) =>
      'late' in timed ? timed.day + 28 * random.next() : timed.day,
    )
    expect(await changedBy(twice)).toBe(0)
  })

  it('finds at least 98 in 100 the same, though every event is up to thirty days late', async () => {
    const late = inOrderOf(year, ({ day }) => day + 30 * random.next())
    expect(await changedBy(late)).toBeLessThanOrEqual(0.02 * (await inOrder).size)
  })
})
