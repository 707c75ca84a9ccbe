import { setTimeout as delay } from 'node:timers/promises'
import type { FaultyCloud } from '#test/faults/processes/faulty-cloud.ts'
import type { Scenario, Stage } from '#test/faults/scenario.ts'

/** After so many accepted calls, and so many milliseconds later. */
export interface Point {
  readonly calls: number
  readonly milliseconds: number
}

/** An answer's way back, the write after it and the feedback take about this long, in milliseconds. */
const LONGEST_DELAY = 40

/** Of all calls that there will be, how many are sure to be still to come at the last point. */
const LAST = 0.9

/** Points all over a run of so many calls, in order. */
export const pointsOf = (count: number, calls: number, random: () => number): readonly Point[] =>
  Array.from({ length: count }, (_, index) => ({
    calls: Math.max(1, Math.floor(((index + random()) / count) * LAST * calls)),
    milliseconds: Math.floor(random() * LONGEST_DELAY),
  }))

/** Real time in which the next point must be reached, in milliseconds. */
export const POINT_LIMIT = 120_000

/** Between two ticks, so that release-due is killed at its work, too; in milliseconds. */
const TICK = 1_500

/** Ticks until told to stop; a tick that is killed is like one that never came. */
const keepTicking = (cloud: FaultyCloud): (() => Promise<void>) => {
  let goesOn = true
  const ticking = (async () => {
    for (; goesOn; await delay(TICK)) await cloud.tick().catch(() => {})
  })()
  return () => {
    goesOn = false
    return ticking
  }
}

const play = async ({ cloud, messages, options, random, untilQuiet }: Stage) => {
  const calls = messages.filter(({ channel }) => channel !== 'inapp').length
  await cloud.startWorker()
  const stopTicking = keepTicking(cloud)
  let kills = 0
  for (const point of pointsOf(options.kills, calls, random)) {
    await cloud.untilAccepted(point.calls, POINT_LIMIT)
    await delay(point.milliseconds)
    await cloud.killWorker()
    kills += 1
    await cloud.startWorker()
  }
  await stopTicking()
  await untilQuiet()
  return { kills }
}

export const workerKilled: Scenario = {
  name: 'kill',
  title: 'kill -9 of the worker',
  leavesDoubt: true,
  play,
  expects: (_, { kills }, options) => [
    { says: 'the worker was killed as often as asked for', holds: kills === options.kills },
  ],
}
