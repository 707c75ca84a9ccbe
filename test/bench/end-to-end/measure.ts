import { type Ceiling, databaseCeiling } from '#test/bench/end-to-end/ceiling.ts'
import { lightLoad } from '#test/bench/end-to-end/light-load.ts'
import { countRequests, type Requests, type Way } from '#test/bench/end-to-end/requests.ts'
import { type Saturated, saturated } from '#test/bench/end-to-end/saturated.ts'
import { openStage } from '#test/bench/end-to-end/stage.ts'
import { CAMPAIGNS, SIZES, type Size } from '#test/bench/end-to-end/yardstick.ts'
import type { BenchOptions } from '#test/bench/harness/bench.ts'
import { USUAL_SHARES } from '#test/bench/mix/kinds.ts'

export interface Sizes {
  readonly customers: number
  /** Of one saturated run, of what comes before it, and of one metered run. */
  readonly events: number
  readonly warmUp: number
  readonly counted: number
  /** Under light load: events, and how many a second. */
  readonly light: number
  readonly lightPerSecond: number
  /** Of the bare client. */
  readonly updates: number
}

/** What was measured with so many campaigns. */
export interface Measured {
  readonly runs: Readonly<Record<Way, Saturated>>
  readonly latencies: readonly number[]
  readonly requests: Readonly<Record<Way, Requests>>
}

export interface EndToEnd {
  readonly sizes: Sizes
  readonly measured: Readonly<Record<Size, Measured>>
  readonly ceiling: Ceiling
}

type Options = Pick<BenchOptions, 'seed' | 'progress'> & { readonly assembly: string }

/** Members of an entry, where they are not single events. */
export const BATCH = 500

const WAYS = { singly: 'singly', batches: BATCH } as const

export const countAll = async (
  events: number,
  { progress, ...options }: Options,
): Promise<Readonly<Record<Size, Measured['requests']>>> => {
  const counts = async (size: Size) => {
    progress?.(`counting requests, ${CAMPAIGNS[size]} campaigns`)
    return countRequests({ ...options, events, campaigns: CAMPAIGNS[size] })
  }
  return { few: await counts('few'), many: await counts('many') }
}

/** Runs by the clock first, without meters in the way of anything. */
export const measureAll = async (sizes: Sizes, options: Options): Promise<EndToEnd> => {
  const { progress = () => {} } = options
  progress(`seeding ${sizes.customers} customers`)
  const stage = await openStage({ ...options, customers: sizes.customers })
  const clocked: Partial<Record<Size, Omit<Measured, 'requests'>>> = {}
  const run = async (way: Way): Promise<Saturated> => {
    await saturated(stage, stage.next(sizes.warmUp, USUAL_SHARES), WAYS[way])
    return saturated(stage, stage.next(sizes.events, USUAL_SHARES), WAYS[way])
  }
  try {
    for (const size of SIZES) {
      await stage.setCampaigns(CAMPAIGNS[size])
      progress(`${sizes.events} single events, ${CAMPAIGNS[size]} campaigns`)
      const singly = await run('singly')
      progress(`${sizes.events} events in batches, ${CAMPAIGNS[size]} campaigns`)
      const batches = await run('batches')
      progress(`light load, ${CAMPAIGNS[size]} campaigns`)
      const latencies = await lightLoad(stage, sizes.light, sizes.lightPerSecond)
      clocked[size] = { runs: { singly, batches }, latencies }
    }
    progress('the database by itself')
    const ceiling = await databaseCeiling(stage.cloud, sizes.customers, sizes.updates)
    return { ...{ sizes, ceiling }, measured: joined(clocked, await countAll(sizes.counted, options)) }
  } finally {
    await stage.stop()
  }
}

const joined = (
  clocked: Partial<Record<Size, Omit<Measured, 'requests'>>>,
  requests: Readonly<Record<Size, Measured['requests']>>,
): EndToEnd['measured'] => {
  const { few, many } = clocked
  if (!few || !many) throw new Error('a run is missing')
  return { few: { ...few, requests: requests.few }, many: { ...many, requests: requests.many } }
}
