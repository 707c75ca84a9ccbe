import type { CompiledCampaign } from '#shared/domain/campaign/compiled-campaign.ts'
import type { ReasonCode } from '#shared/domain/decision/reason-codes.ts'
import type { GateName } from '#shared/domain/explain/gate-steps.ts'
import type { DecisionEntry } from '#shared/domain/message/journal-entry.ts'

/** Between these ages it is the bank's setting who is a senior (RULES 10), and the record does not keep the setting. */
const SENIOR_AT_THE_EARLIEST = 60
const SENIOR_AT_THE_LATEST = 70

const HIGHEST_AUTOMATIC_RISK = 2

/** A senior, or of unknown age: a person takes over. Undefined where it depends on the bank's setting of that day. */
const isSenior = (age: unknown): boolean | undefined => {
  if (typeof age !== 'number' || age >= SENIOR_AT_THE_LATEST) return true
  return age < SENIOR_AT_THE_EARLIEST ? false : undefined
}

/**
 * Whether a gate that lets candidates go on as a person's work took the message away from one that left no trace of it,
 * because it fell at a later gate or was outranked.
 * @returns the code, `not-recorded` where that cannot be said, undefined where it did not
 */
export const possibleHandOver = (
  gate: GateName,
  compiled: CompiledCampaign | undefined,
  { signal, seen }: Pick<DecisionEntry, 'signal' | 'seen'>,
): ReasonCode | 'not-recorded' | undefined => {
  if (gate !== 'care-first' && gate !== 'suitability') return undefined
  if (!compiled) return 'not-recorded'
  const senior = isSenior(seen['customer.age'])
  const applies = (holds: boolean | undefined, code: ReasonCode) =>
    holds === undefined ? 'not-recorded' : holds ? code : undefined
  if (gate === 'care-first') {
    if (!compiled.marketing || signal.type !== 'LargeWithdrawal') return undefined
    return applies(seen['customer.vulnerable'] === true || senior, 'care-first')
  }
  return compiled.risk > HIGHEST_AUTOMATIC_RISK ? applies(senior, 'senior-risk') : undefined
}
