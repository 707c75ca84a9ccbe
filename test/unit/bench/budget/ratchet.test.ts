import { describe, expect, it } from 'vitest'
import { type Budget, FIRST_DECISION } from '#test/bench/budget/budget.ts'
import { type Counted, problems } from '#test/bench/budget/compare.ts'
import { ratchet } from '#test/bench/budget/ratchet.ts'

const OTHER = 'docs/adr/0040-a-second-table.md'

const FIRST = `# A record

Rows are \`| count | bound | because |\`.

| count | bound | because |
| ----- | ----- | ------- |
| units | 1020  | one     |
| KiB   | 400   | routes  |

After.`

const SECOND = '| count | bound | because |\n|---|---|---|\n| reads | 10 | a cache |'

const budget: Budget = {
  cost: [
    { count: 'units', bound: 1020, decision: FIRST_DECISION },
    { count: 'reads', bound: 10, decision: OTHER },
  ],
  'cold-start': [{ count: 'KiB', bound: 400, slack: 8, decision: FIRST_DECISION }],
}

const records: Readonly<Record<string, string>> = { [FIRST_DECISION]: FIRST, [OTHER]: SECOND }

const countedOf = (units: number, reads: number, size: number, more: Counted[string] = []): Counted => ({
  cost: [
    { name: 'units', value: units },
    { name: 'reads', value: reads },
  ],
  'cold-start': [{ name: 'KiB', value: size }, ...more],
})

const ratcheted = (counted: Counted) => {
  const result = ratchet(budget, counted, (path) => records[path])
  const texts = { ...records, ...result.records }
  return { ...result, left: problems(result.budget, counted, (path) => texts[path]) }
}

describe('the ratchet', () => {
  it('leaves everything where nothing got better', () => {
    expect(ratcheted(countedOf(1020, 10, 396))).toMatchObject({ budget, records: {}, done: [], left: [] })
  })

  it('lowers a bound to what was counted, with the row that decided it', () => {
    const { budget: next, records: changed, left } = ratcheted(countedOf(1000, 10, 396))
    expect(next.cost?.[0]).toMatchObject({ count: 'units', bound: 1000 })
    expect(Object.keys(changed)).toEqual([FIRST_DECISION])
    expect(changed[FIRST_DECISION]).toMatch(/\| units +\| 1000 +\| one +\|/)
    expect(left).toEqual([])
  })

  it('leaves the rest of a record as it is', () => {
    const { records: changed } = ratcheted(countedOf(1000, 10, 396))
    expect(changed[FIRST_DECISION]?.replace('| 1000 ', '| 1020 ')).toMatch(
      /^# A record\n\nRows are `\| count \| bound \| because \|`\.\n\n\| count[\s\S]+\| KiB +\| 400 +\| routes +\|\n\nAfter\.$/,
    )
  })

  it('changes several records, and several rows of one', () => {
    const { records: changed, left } = ratcheted(countedOf(1000, 0, 300))
    expect(Object.keys(changed).sort()).toEqual([FIRST_DECISION, OTHER].sort())
    expect(left).toEqual([])
  })

  it('leaves half of the slack between what was counted and its bound', () => {
    expect(ratcheted(countedOf(1020, 10, 371.2)).budget['cold-start']).toMatchObject([{ bound: 376 }])
    expect(ratcheted(countedOf(1020, 10, 372)).budget['cold-start']).toMatchObject([{ bound: 376 }])
  })

  it('raises nothing', () => {
    const { budget: next, records: changed, left } = ratcheted(countedOf(1021, 11, 401))
    expect(next).toEqual(budget)
    expect(changed).toEqual({})
    expect(left).toHaveLength(3)
  })

  it('gives a new count its first bound, its row and its slack', () => {
    const {
      budget: next,
      records: changed,
      left,
    } = ratcheted(countedOf(1020, 10, 396, [{ name: 'KiB of new', value: 91.5, slack: 8 }]))
    const added = { count: 'KiB of new', bound: 96, slack: 8, decision: FIRST_DECISION }
    expect(next['cold-start']).toContainEqual(added)
    expect(changed[FIRST_DECISION]).toMatch(/\| KiB of new \| 96 +\| .*first counted +\|/)
    expect(left).toEqual([])
  })

  it('gives none to a count that was taken out of the budget while its row stands: that would raise it', () => {
    const without = { ...budget, cost: budget.cost?.slice(1) ?? [] }
    const counted = countedOf(5000, 10, 396)
    const { budget: next } = ratchet(without, counted, (path) => records[path])
    expect(next).toEqual(without)
  })
})
