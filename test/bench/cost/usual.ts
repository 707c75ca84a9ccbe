import type { Measured } from '#test/bench/cost/design.ts'
import { AWS_LATENCY } from '#test/bench/meter/metered-cloud.ts'
import { usualDesign } from '#test/bench/usual/usual-design.ts'

export interface UsualOptions {
  readonly seed: number
  readonly events: number
  readonly customers: number
  readonly campaigns: number
}

/** The usual design in the same run, over the same customers, campaigns and kinds of events. */
export const playUsual = (options: UsualOptions): Promise<Measured & { readonly notes: readonly string[] }> =>
  usualDesign({ ...options, decides: 'signals', latency: AWS_LATENCY })
