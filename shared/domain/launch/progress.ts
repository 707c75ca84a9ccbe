import type { Launch } from '#shared/domain/launch/launch.ts'
import type { LaunchControl } from '#shared/domain/launch/launch-control.ts'
import { type LaunchPart, type LaunchTotals, totalsOf } from '#shared/domain/launch/launch-part.ts'

/** How far a launch has come. */
export interface LaunchProgress extends LaunchTotals {
  /** Customers there are: exact once all parts are done, before that as many as the finished parts let expect. */
  readonly total?: number
  readonly totalIsEstimate: boolean
  /** Customers a second, now. */
  readonly rate: number
  readonly remainingSeconds?: number
}

/** A part whose last page is older is not being worked on, in milliseconds. */
const RECENT = 30_000

/** Segments of a scan are alike in size, because keys are spread by their hash. */
const totalOf = (parts: readonly LaunchPart[], expected: number, estimate: number | undefined) => {
  const finished = parts.filter(({ state }) => state === 'done')
  const done = parts.reduce((sum, part) => sum + part.done, 0)
  if (finished.length === 0) return estimate === undefined ? undefined : Math.max(estimate, done)
  const mean = finished.reduce((sum, part) => sum + part.done, 0) / finished.length
  return Math.max(done, Math.round(mean * expected))
}

const rateOf = (
  parts: readonly LaunchPart[],
  { customersPerSecond = Number.POSITIVE_INFINITY }: Pick<Launch, 'customersPerSecond'>,
  now: Date,
): number => {
  const recent = parts.filter(
    ({ at, state }) => state !== 'done' && at !== undefined && now.getTime() - Date.parse(at) < RECENT,
  )
  const perWorker = recent.map(({ done, activeMs }) => (activeMs === 0 ? 0 : (done * 1_000) / activeMs))
  const all = perWorker.reduce((sum, each) => sum + each, 0)
  return Math.round(10 * Math.min(customersPerSecond, all)) / 10
}

/**
 * Works out a launch's progress from its parts.
 * @param parts those that were begun
 * @param control whether it goes on; undefined where that is not known
 * @param estimate customers there are, from elsewhere, for the time before the first part is done
 */
export const progressOf = (
  launch: Pick<Launch, 'parts' | 'customersPerSecond' | 'state'>,
  parts: readonly LaunchPart[],
  { control, estimate, now }: { control?: LaunchControl; estimate?: number | undefined; now: Date },
): LaunchProgress => {
  const totals = totalsOf(parts)
  const isComplete = launch.parts !== undefined && totals.partsDone >= launch.parts
  const total = isComplete ? totals.done : totalOf(parts, launch.parts ?? parts.length, estimate)
  const goesOn = launch.state === 'running' && !isComplete && control !== 'wait' && control !== 'end'
  const rate = goesOn ? rateOf(parts, launch, now) : 0
  const left = total === undefined ? undefined : total - totals.done
  return {
    ...totals,
    ...(total === undefined ? {} : { total }),
    totalIsEstimate: !isComplete,
    rate,
    ...(rate > 0 && left !== undefined ? { remainingSeconds: Math.ceil(left / rate) } : {}),
  }
}
