import { expect, test } from 'vitest'
import type { EndToEnd, Measured } from '#test/bench/end-to-end/measure.ts'
import { goals, latencyTable, speedTable } from '#test/bench/end-to-end/report.ts'
import type { Saturated } from '#test/bench/end-to-end/saturated.ts'
import { isMet } from '#test/bench/harness/bench.ts'

const saturated = (seconds: number, worker: number): Saturated => {
  const each = { now: 100, peak: 200 }
  return {
    ...{ events: 20_000, seconds, memory: { worker: each, cloud: each, database: each } },
    time: { functions: worker / 2, worker, cloud: 1, database: 2, publisher: 3 },
  }
}

const requests = { database: 1_500, queued: 10, polled: 300, providers: 12, published: 100 }

const measured = (seconds: number, worker: number): Measured => ({
  runs: { singly: saturated(seconds, worker), batches: saturated(seconds / 2, worker) },
  latencies: [10, 20, 30, 40],
  requests: { singly: requests, batches: requests },
})

const endToEnd = (few: Measured, many: Measured): EndToEnd => ({
  sizes: {
    ...{ customers: 10_000, events: 20_000, warmUp: 0, counted: 1_000 },
    ...{ light: 4, lightPerSecond: 2, updates: 1_000 },
  },
  measured: { few, many },
  ceiling: { updates: 1_000, perSecond: 2_000, databaseSeconds: 0.4 },
})

test('goals are the yardstick’s figures, fifteen, ten and twenty times better', () => {
  const good = goals(endToEnd(measured(20, 45), measured(83, 180)))
  expect(good.map(({ bound }) => bound)).toEqual([2.27, 3.4, 1_000, 1_000, 9, 13.4, 240, 240])
  expect(good.map(({ value }) => value)).toEqual([
    ...[2.25, 1.922, 1_000, 2_000],
    ...[9, 1.922, 20_000 / 83, 20_000 / 41.5],
  ])
  expect(good.every(isMet)).toBe(true)
})

test('what is a little worse is missed', () => {
  const bad = goals(endToEnd(measured(20.1, 45.5), measured(84, 180.1)))
  expect(bad.map(isMet)).toEqual([false, true, false, true, false, true, false, true])
})

test('processor time is shown for 1,000 events, and the ceiling beside it', () => {
  const { head, rows } = speedTable(endToEnd(measured(20, 45), measured(83, 180)))
  expect(rows[0]).toEqual([
    '4 campaigns, single events',
    ...['1,000', '1.13', '2.25', '0.05', '0.10', '0.15', '2.55'],
  ])
  expect(rows[4]).toEqual(['bare client, updates alone', '2,000', '', '', '', '0.40', '', ''])
  for (const row of rows) expect(row).toHaveLength(head.length)
})

test('half of the events took no longer than the first figure, nearly all no longer than the second', () => {
  const { rows } = latencyTable(endToEnd(measured(20, 45), measured(83, 180)))
  expect(rows[0]).toEqual(['4 campaigns, 4 events', '20', '40', '40'])
})
