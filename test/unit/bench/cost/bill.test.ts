import { describe, expect, it } from 'vitest'
import { operatedAlike } from '#test/bench/cost/alike.ts'
import { billOf, together } from '#test/bench/cost/bill.ts'
import { type Billed, dollarsOf, PRICE_SHEET } from '#test/bench/cost/price-sheet.ts'
import { billOfMillion, sumsTable } from '#test/bench/cost/tables.ts'
import { functionsUsage, inChunks } from '#test/bench/cost/usage-of.ts'

const measured = (usage: Parameters<typeof billOf>[0], events = 1_000) => ({
  ...{ events, usage, requests: {}, cpuSeconds: {} },
  invocations: { f: events },
})

describe('a bill', () => {
  it('is the sum of quantities times prices, a line for each that was used', () => {
    const { lines, dollars } = billOf({ writeUnits: 2_000_000, busChunks: 500_000, readUnits: 0 })
    expect(lines.map(({ of, dollars: each }) => [of, each])).toEqual([
      ['writeUnits', 2 * PRICE_SHEET.lines.writeUnits.dollarsPerMillion],
      ['busChunks', PRICE_SHEET.lines.busChunks.dollarsPerMillion / 2],
    ])
    expect(dollars).toBeCloseTo(1.25 + 0.5, 10)
  })

  it('of a million events grows from those that were measured', () => {
    expect(billOfMillion(measured({ writeUnits: 1_200 })).dollars).toBeCloseTo(
      dollarsOf('writeUnits', 1_200_000),
      10,
    )
  })

  it('of usages together is that of each', () => {
    const [left, right] = [
      { writeUnits: 1, traces: 2 },
      { writeUnits: 3, emails: 4 },
    ]
    expect(together(left, right)).toEqual({ writeUnits: 4, traces: 2, emails: 4 })
  })

  it('has a price, a page and a place where it was read for every line', () => {
    for (const of of Object.keys(PRICE_SHEET.lines) as Billed[]) {
      const { dollarsPerMillion, page, readAt } = PRICE_SHEET.lines[of]
      expect(dollarsPerMillion).toBeGreaterThan(0)
      expect(page).toMatch(/^https:\/\/aws\.amazon\.com\//)
      expect(readAt.length).toBeGreaterThan(0)
    }
  })
})

describe('what functions take', () => {
  const usage = { invocations: 10, milliseconds: 1_000, printedBytes: 5_000 }

  it('is billed by memory and time, each invocation rounded up to a millisecond', () => {
    const { lambdaRequests, lambdaGbSeconds, traces } = functionsUsage(
      { a: usage, b: usage },
      { a: 1024, b: 512 },
    )
    expect(lambdaRequests).toBe(20)
    expect(lambdaGbSeconds).toBeCloseTo(1.005 * 1.5, 10)
    expect(traces).toBeCloseTo(1, 10)
  })

  it('is logged by them and by Lambda', () => {
    expect(functionsUsage({ a: usage }, { a: 1024 }).logMegabytes).toBeCloseTo(0.01, 10)
  })
})

describe('what is rounded up', () => {
  it('is each piece, not their sum', () => {
    expect(inChunks([1, 64, 65, 128, 129], 64)).toBe(1 + 1 + 2 + 2 + 3)
  })
})

describe('designs side by side', () => {
  it('are operated alike: traced, and with the archive and recording of what was published', () => {
    const ours = measured({ writeUnits: 1, archiveMegabytes: 2, firehoseMegabytes: 3, traces: 9 }, 1_000)
    const other = operatedAlike(measured({ writeUnits: 5 }, 2_000), ours)
    const { logMegabytes, ...usage } = other.usage
    expect(usage).toEqual({ writeUnits: 5, archiveMegabytes: 4, firehoseMegabytes: 6, traces: 100 })
    expect(logMegabytes).toBeGreaterThan(0)
  })

  it('have every line that any of them has, and sums with and without what is apart', () => {
    const a = { name: 'a', measured: measured({ writeUnits: 1_000_000, traces: 1_000_000 }, 1e6) }
    const b = { name: 'b', measured: measured({ busChunks: 1_000_000 }, 1e6) }
    const { rows } = sumsTable([a, b], ['traces'])
    expect(rows.map((row) => row.at(-1))).toEqual(['0', '1.000', '0', '1.000', '1.000'])
    expect(rows.map((row) => row[3])).toEqual(['0.625', '0', '5.000', '5.625', '0.625'])
  })
})
