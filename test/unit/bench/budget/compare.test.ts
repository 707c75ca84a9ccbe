import { describe, expect, it } from 'vitest'
import type { Bound, Budget } from '#test/bench/budget/budget.ts'
import { type Counted, problems } from '#test/bench/budget/compare.ts'

const RECORD = 'docs/adr/0029-what-an-event-may-cost.md'
const UNITS = 'write units of 1,000 events'
const SIZE = 'KiB of api'

const units: Bound = { count: UNITS, bound: 1020, decision: RECORD }
const size: Bound = { count: SIZE, bound: 400, slack: 8, decision: RECORD }
const budget: Budget = { cost: [units], 'cold-start': [size] }

const recordOf = (...rows: readonly (readonly [string, number | string, string])[]): string =>
  ['# A record', '', '| count | bound | because |', '|---|---|---|']
    .concat(rows.map((row) => `| ${row.join(' | ')} |`))
    .join('\n')

const asDecided = recordOf([UNITS, 1020, 'one an event'], [SIZE, 400, 'many routes'])

const countedOf = (unitsCounted: number, sizeCounted = 396): Counted => ({
  cost: [{ name: UNITS, value: unitsCounted }],
  'cold-start': [{ name: SIZE, value: sizeCounted }],
})

const found = (given: {
  readonly budget?: Budget
  readonly counted?: Counted
  readonly records?: Readonly<Record<string, string>>
}) =>
  problems(
    given.budget ?? budget,
    given.counted ?? countedOf(1020),
    (path) => (given.records ?? { [RECORD]: asDecided })[path],
  )

describe('what was counted', () => {
  it('is well where it is what was decided', () => {
    expect(found({})).toEqual([])
  })

  it.each([
    ['one unit more', countedOf(1021)],
    ['a byte more', countedOf(1020, 400 + 1 / 1024)],
  ])('is too much by %s, and who changed it hears what to do', (_, counted) => {
    expect(found({ counted })).toEqual([
      expect.stringMatching(/its bound is \d+ .+Make it better, or decide.+docs\/adr.+budget\.json/),
    ])
  })

  it('names count, figure and bound', () => {
    const [problem] = found({ counted: countedOf(1021.5) })
    expect(problem).toContain(`"${UNITS}" is 1021.5, its bound is 1020`)
  })

  it.each([
    ['one unit less', countedOf(1019)],
    ['a whole slack less', countedOf(1020, 392)],
  ])('lets a bound follow: %s', (_, counted) => {
    expect(found({ counted })).toEqual([expect.stringContaining('npm run bench -- --ratchet')])
  })

  it('may lie below its bound by less than the slack', () => {
    expect(found({ counted: countedOf(1020, 392.1) })).toEqual([])
  })

  it('is the same where only the sum of fractions differs', () => {
    expect(found({ counted: countedOf(1020 + 1e-11) })).toEqual([])
    expect(found({ counted: countedOf(1020 - 1e-11) })).toEqual([])
  })
})

describe('counts and bounds', () => {
  it('belong together: a count without a bound is refused', () => {
    const counted = {
      ...countedOf(1020),
      cost: [
        { name: UNITS, value: 1020 },
        { name: 'reads', value: 1 },
      ],
    }
    expect(found({ counted })).toEqual([expect.stringContaining('"reads" of cost has no bound')])
  })

  it('belong together: a bound without a count is refused', () => {
    expect(found({ counted: { ...countedOf(1020), cost: [] } })).toEqual([
      expect.stringContaining(`Nothing counts "${UNITS}"`),
    ])
  })

  it('belong together: so is a bench that does not exist', () => {
    const { cost: _, ...counted } = countedOf(1020)
    expect(found({ counted })).toEqual([expect.stringContaining('no such bench')])
  })

  it('have one name each', () => {
    const counted = {
      ...countedOf(1020),
      cost: [
        { name: UNITS, value: 1020 },
        { name: UNITS, value: 9 },
      ],
    }
    expect(found({ counted })).toContainEqual(expect.stringContaining('twice'))
  })
})

describe('a raised bound', () => {
  const raised: Budget = { ...budget, cost: [{ ...units, bound: 2020 }] }
  const counted = countedOf(2020)

  it('is refused while the record has the old one', () => {
    expect(found({ budget: raised, counted })).toEqual([
      expect.stringMatching(/its bound is 2020, but .+0029.+ decided 1020/),
    ])
  })

  it('holds by a later row of the same record', () => {
    const record = `${asDecided}\n\n## Raised\n\n${recordOf([UNITS, 2020, 'a second table'])}`
    expect(found({ budget: raised, counted, records: { [RECORD]: record } })).toEqual([])
  })

  it('holds by a record of its own, when the old row is gone', () => {
    const own = 'docs/adr/0040-a-second-table.md'
    const records = {
      [RECORD]: recordOf([SIZE, 400, 'many routes']),
      [own]: recordOf([UNITS, 2020, 'a second table']),
    }
    const moved = { ...budget, cost: [{ ...units, bound: 2020, decision: own }] }
    expect(found({ budget: moved, counted, records })).toEqual([])
    expect(found({ budget: moved, counted, records: { ...records, [RECORD]: asDecided } })).toEqual([
      expect.stringContaining('does not go'),
    ])
  })

  it.each([
    ['a record that does not exist', {}, 'does not exist'],
    ['a record without a row', { [RECORD]: '# A record\n\nwrite units of 1,000 events: 2020' }, 'no row'],
    [
      'a row without a reason',
      { [RECORD]: recordOf([UNITS, 2020, ''], [SIZE, 400, 'many routes']) },
      'does not say why',
    ],
    [
      'a row without a bound',
      { [RECORD]: recordOf([UNITS, '', 'yes'], [SIZE, 400, 'many routes']) },
      'no row',
    ],
  ])('does not hold by %s', (_, records, message) => {
    expect(found({ budget: raised, counted, records })).toContainEqual(expect.stringContaining(message))
  })
})
