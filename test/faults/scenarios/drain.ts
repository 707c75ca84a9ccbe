import { setTimeout as delay } from 'node:timers/promises'
import type { RecordedCall } from '#test/faults/processes/cloud-process.ts'
import type { FaultyCloud } from '#test/faults/processes/faulty-cloud.ts'
import type { FaultOptions, Figures, Scenario, Stage } from '#test/faults/scenario.ts'

const MEGABYTE = 2 ** 20

/** What an environment of a function may use, in megabytes; how much more of it the end may have than the middle. */
const MOST_MEMORY = 256
const FLAT = 1.1

/** How far the measured rate may be from the limit. */
const TOLERANCE = 0.05

/** Between two looks at the memory, in milliseconds. */
const LOOK = 2_000

/** How many times longer than by the limit it may take in all. */
const PATIENCE = 3

/** In megabytes. */
interface Sample {
  readonly process: number
  readonly environment: number
}

const perProvider = ({ rate }: FaultOptions): number => rate / 2

const watch = (cloud: FaultyCloud): (() => Promise<readonly Sample[]>) => {
  const samples: Sample[] = []
  let goesOn = true
  const watching = (async () => {
    for (; goesOn; await delay(LOOK)) {
      const usage = await cloud.usage()
      if (!usage) continue
      const largest = Math.max(...Object.values(usage.heaps))
      samples.push({ process: usage.process / MEGABYTE, environment: largest / MEGABYTE })
    }
  })()
  return async () => {
    goesOn = false
    await watching
    return samples
  }
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/** What the last third has beside the one in the middle: 1 where memory is flat. */
const growth = (values: readonly number[]): number => {
  const third = Math.floor(values.length / 3)
  return third === 0 ? 1 : median(values.slice(-third)) / median(values.slice(third, 2 * third))
}

/** Calls a second of one channel, without the first and the last twentieth, in which it starts and runs dry. */
export const rateOf = (
  calls: readonly Pick<RecordedCall, 'at' | 'outcome' | 'channel'>[],
  channel: string,
): number => {
  const times = calls
    .filter((call) => call.channel === channel && call.outcome === 'accepted')
    .map(({ at }) => Date.parse(at))
    .sort((a, b) => a - b)
  const margin = Math.floor(times.length / 20)
  const [from = 0, to = 0] = [times[margin], times[times.length - 1 - margin]]
  return to === from ? 0 : (times.length - 1 - 2 * margin) / ((to - from) / 1000)
}

const play = async ({ cloud, messages, options, untilQuiet }: Stage): Promise<Figures> => {
  await cloud.startWorker()
  const stopWatching = watch(cloud)
  await cloud.tick()
  const calls = messages.filter(({ channel, state }) => channel !== 'inapp' && state === 'queued').length
  const expectedSeconds = calls / perProvider(options)
  await cloud.untilAccepted(calls, (PATIENCE * expectedSeconds + 120) * 1_000)
  const samples = await stopWatching()
  await untilQuiet()
  const recorded = await cloud.calls()
  const environments = samples.map(({ environment }) => environment)
  return {
    limitPerSecond: perProvider(options),
    emailPerSecond: rateOf(recorded, 'email'),
    smsPerSecond: rateOf(recorded, 'sms'),
    environmentMegabytes: Math.max(...environments),
    environmentGrowth: growth(environments),
    processMegabytes: Math.max(...samples.map(({ process }) => process)),
    processGrowth: growth(samples.map(({ process }) => process)),
  }
}

/** A queue much longer than what leaves in a minute. */
export const drain: Scenario = {
  name: 'drain',
  title: 'a long queue at the accounts’ pace',
  leavesDoubt: false,
  onDemand: true,
  perSecond: perProvider,
  visibility: 'template',
  play,
  expects: (_, figures) => {
    const { limitPerSecond: limit = 0, emailPerSecond = 0, smsPerSecond = 0 } = figures
    const { environmentMegabytes = 0, environmentGrowth = 0 } = figures
    const isAtLimit = (rate: number): boolean => Math.abs(rate / limit - 1) <= TOLERANCE
    return [
      { says: 'emails leave at their limit', holds: isAtLimit(emailPerSecond) },
      { says: 'SMS leave at their limit', holds: isAtLimit(smsPerSecond) },
      { says: `an environment has at most ${MOST_MEMORY} MB`, holds: environmentMegabytes <= MOST_MEMORY },
      { says: 'its memory is flat', holds: environmentGrowth <= FLAT },
    ]
  },
}
