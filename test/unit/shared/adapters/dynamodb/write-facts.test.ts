import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type UpdateItem, writeFacts } from '#shared/adapters/dynamodb/write-facts.ts'
import { MONTH_PREFIX, type MonthElements, mergeMonths, shiftMonth } from '#shared/domain/profile/months.ts'
import { type RegisterWrite, stillNewer } from '#shared/domain/profile/register.ts'

type Item = Record<string, unknown>

/** An item that does what UpdateItem does with conditions, SET, ADD and REMOVE, and counts the updates. */
const createItem = () => {
  let item: Item = {}
  let updates = 0
  const update: UpdateItem = async ({ registers, add, remove }) => {
    updates++
    // Concurrent callers meet here, as they would in the network.
    await Promise.resolve()
    const before = { ...item }
    if (stillNewer(registers, before).length < registers.length)
      return { written: false, item: before, writeUnits: 1 }
    const next: Item = { ...before }
    for (const { attribute, value } of registers) next[attribute] = value
    for (const [month, elements] of add) {
      const stored = (before[`${MONTH_PREFIX}${month}`] ?? []) as Iterable<string>
      next[`${MONTH_PREFIX}${month}`] = new Set([...stored, ...elements])
    }
    for (const month of remove) delete next[`${MONTH_PREFIX}${month}`]
    item = next
    return { written: true, item: next, writeUnits: 1 }
  }
  return { update, item: () => item, updates: () => updates }
}

interface Fact {
  readonly v: number
  readonly month: string
  readonly element: string
}

/** A fact of an account's balance, as a transaction is one: a register's newest version, and elements of a month. */
const registerOf = ({ v }: Fact): RegisterWrite => ({
  attribute: 'balance:A',
  value: { v: String(v).padStart(3, '0'), minor: v },
})
const monthsOf = ({ month, element }: Fact): MonthElements => new Map([[month, new Set(element)]])
const apply = (update: UpdateItem, facts: readonly Fact[]) =>
  writeFacts(update, facts.map(registerOf), mergeMonths(facts.map(monthsOf)))

const FIRST = '2025-01'
/** Versions follow the months, as times do; months have gaps, and reach far beyond what is kept. */
const facts = fc
  .array(fc.tuple(fc.nat(29), fc.constantFrom('1', '3', 'A', 'G', 'z')), { minLength: 1, maxLength: 14 })
  .map((drawn) =>
    drawn.map(
      ([months, element], n): Fact => ({
        v: months * 20 + n,
        month: shiftMonth(FIRST, months),
        element,
      }),
    ),
  )
const itemOf = (all: readonly Fact[]): Item => {
  const newest = all.reduce((left, right) => (left.v > right.v ? left : right))
  const kept = mergeMonths(all.map(monthsOf))
  return {
    'balance:A': registerOf(newest).value,
    ...Object.fromEntries([...kept].map(([month, elements]) => [`${MONTH_PREFIX}${month}`, elements])),
  }
}
/** The facts, some of them twice, in any order, cut anywhere. */
const deliveries = facts.chain((all) =>
  fc
    .tuple(
      fc.shuffledSubarray([...all, ...all], { minLength: all.length }),
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 }),
    )
    .map(([some, sizes]) => {
      const order = [...some, ...all.filter((fact) => !some.includes(fact))]
      const batches: Fact[][] = []
      for (let start = 0; start < order.length; ) {
        const size = sizes[batches.length % sizes.length] ?? 1
        batches.push(order.slice(start, start + size))
        start += size
      }
      return { all, batches }
    }),
)

describe('the item after all facts', () => {
  it('is the same in every order, with every repetition, however they are cut into writes', async () => {
    await fc.assert(
      fc.asyncProperty(deliveries, async ({ all, batches }) => {
        const { update, item } = createItem()
        for (const batch of batches) await apply(update, batch)
        expect(item()).toEqual(itemOf(all))
      }),
      { numRuns: 500 },
    )
  })

  it('is the same when updates fail, before or after they took effect, and the work is done again', async () => {
    await fc.assert(
      fc.asyncProperty(deliveries, fc.infiniteStream(fc.nat(5)), async ({ all, batches }, luck) => {
        const { update, item } = createItem()
        const unreliable: UpdateItem = async (change) => {
          const chance = luck.next().value
          if (chance === 0) throw new Error('before')
          const result = await update(change)
          if (chance === 1) throw new Error('after')
          return result
        }
        for (const batch of batches) {
          const attempt = () =>
            apply(unreliable, batch).then(
              () => true,
              () => false,
            )
          while (!(await attempt()));
        }
        expect(item()).toEqual(itemOf(all))
      }),
      { numRuns: 300 },
    )
  })

  it('is the same when all are written at once', async () => {
    await fc.assert(
      fc.asyncProperty(deliveries, async ({ all, batches }) => {
        const { update, item } = createItem()
        const apart = async (batch: readonly Fact[]): Promise<void> => {
          try {
            await apply(update, batch)
          } catch {
            // Others were always faster: the queue brings it again.
            await apart(batch)
          }
        }
        await Promise.all(batches.map(apart))
        expect(item()).toEqual(itemOf(all))
      }),
      { numRuns: 300 },
    )
  })
})

describe('what it costs', () => {
  const fact = (v: number, month: string, element: string): Fact => ({ v, month, element })
  const costOf = async (before: readonly Fact[], ...now: readonly Fact[]) => {
    const { update, updates } = createItem()
    for (const each of before) await apply(update, [each])
    const already = updates()
    const { changed } = await apply(update, now)
    return { updates: updates() - already, changed }
  }
  const year = Array.from({ length: 12 }, (_, n) => fact(n, shiftMonth(FIRST, n), '1'))

  it.each<[string, readonly Fact[], readonly Fact[], number, boolean]>([
    ['in order: one', year, [fact(20, '2025-12', '2')], 1, true],
    ['the first of a month: one', year, [fact(20, '2026-01', '1')], 1, true],
    ['after two months of silence: one', year, [fact(20, '2026-03', '1')], 1, true],
    ['after a long silence: one more', year, [fact(20, '2026-04', '1')], 2, true],
    ['several at once: one', year, [fact(20, '2026-01', '1'), fact(21, '2026-01', '3')], 1, true],
    ['a duplicate: one', year, [fact(11, '2025-12', '1')], 1, false],
    ['late, and nothing new to its month: one', year, [fact(3, '2025-10', '1')], 1, false],
    ['late, and new to its month: one more', year, [fact(3, '2025-10', 'G')], 2, true],
    ['too late to be kept: one', year, [fact(3, '2025-04', 'G')], 1, false],
  ])('%s', async (_, before, now, updates, changed) => {
    expect(await costOf(before, ...now)).toEqual({ updates, changed })
  })

  it('is one for every event of a year, from the first to the last', async () => {
    const { update, updates } = createItem()
    for (const each of year) await apply(update, [each])
    expect(updates()).toBe(12)
  })
})

it('gives up on an item that others always write first, so that the queue tries later', async () => {
  const busy: UpdateItem = async () => ({ written: false, item: {}, writeUnits: 1 })
  await expect(apply(busy, [{ v: 1, month: FIRST, element: '1' }])).rejects.toMatchObject({
    reason: 'conflict',
  })
})
