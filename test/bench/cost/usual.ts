import type { Measured } from '#test/bench/cost/design.ts'
import { AWS_LATENCY } from '#test/bench/meter/metered-cloud.ts'
import { usualDesign } from '#test/bench/usual/usual-design.ts'

export interface UsualOptions {
  readonly seed: number
  readonly events: number
  readonly customers: number
  readonly campaigns: number
}

type Told = Measured & { readonly notes: readonly string[] }

/** The usual design's two forms. */
export interface Usual {
  /** As the issue words it: each event queries the campaigns and puts a decision. */
  readonly everyEvent: Told
  /** The least it can cost: only an event with a signal does. */
  readonly signals: Told
}

/** The usual design in the same run, over the same customers, campaigns and kinds of events. */
export const playUsual = async (options: UsualOptions): Promise<Usual> => ({
  everyEvent: await usualDesign({ ...options, decides: 'every-event', latency: AWS_LATENCY }),
  signals: await usualDesign({ ...options, decides: 'signals', latency: AWS_LATENCY }),
})
