import * as z from 'zod/mini'

/**
 * Why a candidate fell, in the order of the gates, as stable codes: they stand in the journal for 13 months, in metrics and in what banks build on
 * them. A code may be added, never change its meaning. Named in RULES.md where a rule demands it.
 */
export const reasonCodeSchema = z.enum([
  'stopped',
  'not-live',
  'not-valid',
  'signal-expired',
  'holdout',
  'customer-unknown',
  'account-closed',
  'no-consent',
  'suppressed',
  'vulnerable',
  'open-complaint',
  'care-first',
  'assessment-missing',
  'assessment-expired',
  'unsuitable',
  'senior-risk',
  'distress',
  'no-personalisation',
  'audience',
  'capped',
  'unreachable',
  'quiet-hours',
])
export type ReasonCode = z.infer<typeof reasonCodeSchema>

/** What one candidate came to. `outranked`: nothing spoke against it, another one was better. */
export type Fate = ReasonCode | 'won' | 'outranked'

/** What a whole decision came to. */
export type DecisionResult = ReasonCode | 'won' | 'no-campaign'
