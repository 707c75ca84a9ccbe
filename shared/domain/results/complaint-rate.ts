import type { Counts } from '#shared/domain/results/result-row.ts'

/** More complaints than this for each delivered message warn: 0.1 % (RULES 5). */
const WARNS_ABOVE = { complained: 1, of: 1000 } as const

/** As many as this pause: 0.25 %, where enough was delivered for the rate to mean something. */
const PAUSES_AT = { complained: 25, of: 10_000, leastDelivered: 1000 } as const

/**
 * Whether complaints speak against a campaign going on (RULES 5). In whole numbers, so that the bounds are exact.
 * @param counts of one version and channel: what another version says, or a channel by which nobody can complain, would
 *   only thin the rate
 */
export const complaintVerdict = ({
  delivered = 0,
  complained = 0,
}: Pick<Counts, 'delivered' | 'complained'>): 'fine' | 'warn' | 'pause' => {
  const { leastDelivered } = PAUSES_AT
  if (delivered >= leastDelivered && complained * PAUSES_AT.of >= delivered * PAUSES_AT.complained)
    return 'pause'
  return complained * WARNS_ABOVE.of > delivered * WARNS_ABOVE.complained ? 'warn' : 'fine'
}
