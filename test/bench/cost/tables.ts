import { type Bill, billOf, type Usage } from '#test/bench/cost/bill.ts'
import type { Measured } from '#test/bench/cost/design.ts'
import { type Billed, PRICE_SHEET } from '#test/bench/cost/price-sheet.ts'
import type { Standing } from '#test/bench/cost/standing.ts'
import type { BenchTable } from '#test/bench/harness/bench.ts'

const MILLION = 1e6

/** A design or a setting of it, by its name in the tables. */
export interface Named {
  readonly name: string
  readonly measured: Measured
}

/** A run without some lines of its bill. */
export const without = (measured: Measured, ...lines: readonly Billed[]): Measured => {
  const kept = Object.entries(measured.usage).filter(([of]) => !lines.includes(of as Billed))
  return { ...measured, usage: Object.fromEntries(kept) as Usage }
}

/** What a million events cost. */
export const billOfMillion = ({ events, usage }: Measured): Bill => billOf(usage, MILLION / events)

const total = (sums: Readonly<Record<string, number>>): number =>
  Object.values(sums).reduce((sum, each) => sum + each, 0)

export const dollars = (value: number): string => value.toFixed(value < 0.1 ? 4 : 3)
const each = (value: number): string => value.toFixed(value < 10 ? 3 : 1)

const used = ({ usage }: Measured, of: Billed): number => usage[of] ?? 0

const rowOf = ({ name, measured }: Named, usual: Measured | undefined): readonly string[] => {
  const { events, cpuSeconds } = measured
  const sum = billOfMillion(measured).dollars
  return [
    name,
    each(used(measured, 'writeUnits') / events),
    each(used(measured, 'readUnits') / events),
    each((used(measured, 'busChunks') * 1000) / events),
    each((used(measured, 'sqsRequests') * 1000) / events),
    each((used(measured, 'lambdaRequests') * 1000) / events),
    each((total(cpuSeconds) * 1000) / events),
    dollars(sum),
    usual ? each(sum / billOfMillion(usual).dollars) : '-',
  ]
}

/** A line a setting. @param usual what the last column compares with */
export const settingsTable = (rows: readonly Named[], usual: Measured | undefined): BenchTable => ({
  head: [
    'setting',
    'write units an event',
    'read units an event',
    'bus chunks of 1,000',
    'SQS requests of 1,000',
    'invocations of 1,000',
    'CPU-ms an event',
    '$ a million',
    'of the usual',
  ],
  rows: rows.map((row) => rowOf(row, usual)),
})

const quantity = (value: number): string =>
  value >= 1000 ? Math.round(value).toLocaleString('en') : value.toFixed(1)

/**
 * Every line of the sums for a million events: quantity × price a million = dollars.
 * @param apart lines without which a second sum stands below
 */
export const sumsTable = (columns: readonly Named[], apart: readonly Billed[] = []): BenchTable => {
  const bills = columns.map(({ measured }) => billOfMillion(measured))
  const lines = (Object.keys(PRICE_SHEET.lines) as Billed[]).filter((of) =>
    bills.some(({ lines }) => lines.some((line) => line.of === of)),
  )
  const cells = (of: Billed) =>
    bills.flatMap(({ lines }) => {
      const found = lines.find((line) => line.of === of)
      return found ? [quantity(found.quantity), dollars(found.dollars)] : ['0', '0']
    })
  return {
    head: ['of a million events', '$ a million', ...columns.flatMap(({ name }) => [name, '$'])],
    rows: [
      ...lines.map((of) => [
        PRICE_SHEET.lines[of].what,
        String(PRICE_SHEET.lines[of].dollarsPerMillion),
        ...cells(of),
      ]),
      ['sum', '', ...bills.flatMap((bill) => ['', dollars(bill.dollars)])],
      [
        'without archive, recording and traces',
        '',
        ...columns.flatMap(({ measured }) => [
          '',
          dollars(billOfMillion(without(measured, ...apart)).dollars),
        ]),
      ],
    ],
  }
}

export const standingTable = (lines: readonly Standing[]): BenchTable => ({
  head: ['a month, whatever is published', 'quantity', '$'],
  rows: [
    ...lines.map((line) => [line.what, quantity(line.quantity), line.dollars.toFixed(2)]),
    ['sum', '', lines.reduce((sum, line) => sum + line.dollars, 0).toFixed(2)],
  ],
})

/** Where each price was read. */
export const pricesTable = (): BenchTable => ({
  head: ['price', '$ a million', "AWS's page", 'read at'],
  rows: Object.values(PRICE_SHEET.lines).map(({ what, dollarsPerMillion, page, readAt }) => [
    what,
    String(dollarsPerMillion),
    page,
    readAt,
  ]),
})
