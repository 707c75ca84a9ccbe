import { type Bill, billOf } from '#test/bench/cost/bill.ts'
import type { Played } from '#test/bench/cost/play.ts'
import { type Billed, PRICE_SHEET } from '#test/bench/cost/price-sheet.ts'
import { type CostStage, namesOf } from '#test/bench/cost/stage.ts'
import { usageOf } from '#test/bench/cost/usage-of.ts'
import type { BenchTable } from '#test/bench/harness/bench.ts'
import { BANK, type EventNeeds } from '#test/bench/yardstick/bank.ts'

/** A day of the bank's events, published in one way. */
export interface Day {
  readonly name: string
  readonly bill: Bill
  readonly needs: EventNeeds
}

const sum = (values: readonly number[]): number => values.reduce((total, each) => total + each, 0)

/** What was measured of some events, as a day of all. */
export const dayOf = (name: string, played: Played, stage: CostStage): Day => {
  const { events, entries, counted, functions } = played
  const seconds = sum(Object.values(functions).map(({ milliseconds }) => milliseconds)) / 1000
  return {
    name,
    bill: billOf(usageOf(played, stage.facts, namesOf(stage)), BANK.events / events),
    needs: {
      requests: (counted.eventBridge.requests['EventBridge.PutEvents'] ?? 0) / events,
      entries: entries.length / events,
      writeUnits: Math.max(...Object.values(counted.dynamodb.writeUnits)) / events,
      seconds: seconds / events,
    },
  }
}

const whole = (value: number): string => Math.round(value).toLocaleString('en')

/** Every line of the days' sums. */
export const daysTable = (days: readonly Day[]): BenchTable => {
  const lines = (Object.keys(PRICE_SHEET.lines) as Billed[]).filter((of) =>
    days.some(({ bill }) => bill.lines.some((line) => line.of === of)),
  )
  const cells = (of: Billed): string[] =>
    days.flatMap(({ bill }) => {
      const found = bill.lines.find((line) => line.of === of)
      return [whole(found?.quantity ?? 0), (found?.dollars ?? 0).toFixed(2)]
    })
  return {
    head: ['a day of 42 million events', ...days.flatMap(({ name }) => [name, '$'])],
    rows: [
      ...lines.map((of) => [PRICE_SHEET.lines[of].what, ...cells(of)]),
      ['sum', ...days.flatMap(({ bill }) => ['', bill.dollars.toFixed(2)])],
    ],
  }
}
