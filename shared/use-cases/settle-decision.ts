import type { CampaignIndex } from '#shared/domain/campaign/compile.ts'
import { contactsAfter } from '#shared/domain/decision/contacts-after.ts'
import { type Decision, decide } from '#shared/domain/decision/decide.ts'
import { decisionRecord } from '#shared/domain/decision/decision-record.ts'
import { RetryableError } from '#shared/domain/errors.ts'
import type { DecisionRecorder, RecordedDecision } from '#shared/ports/decision-recorder.ts'

/** How often a decision is taken anew because a parallel one changed the customer's recent contacts. */
const DECISION_ATTEMPTS = 5

export interface SettleDependencies {
  readonly recorder: DecisionRecorder
  readonly index: CampaignIndex
  /** DecisionsWon, DecisionsRefused and UnknownZones, of what was recorded now and not before. */
  readonly count: (metric: string, by: number) => void
}

/** Marketing hours had to be guessed: some candidate is marketing, and the customer's zone is unknown (RULES 6). */
const guessesHours = ({ group, circumstances }: Decision): boolean =>
  !circumstances.zoneKnown && (group?.candidates.some(({ compiled }) => compiled.marketing) ?? false)

const countRecorded = (decision: Decision, result: string, count: SettleDependencies['count']): void => {
  count(result === 'won' ? 'DecisionsWon' : 'DecisionsRefused', 1)
  if (guessesHours(decision)) count('UnknownZones', 1)
}

/**
 * Records a decision, each signal's once; decides again when the caps it saw were no longer true.
 * @param first the decision by the profile as it was read
 * @param eventId the bank event that led to its signal, if one did
 * @throws RetryableError `conflict`, or whatever the recorder throws; running it again is safe
 */
export const settleDecision = async (
  first: Decision,
  eventId: string | undefined,
  { recorder, index, count }: SettleDependencies,
): Promise<RecordedDecision> => {
  let decision = first
  for (let attempt = 1; attempt <= DECISION_ATTEMPTS; attempt++) {
    const { subject } = decision.circumstances
    const record = decisionRecord(decision, eventId)
    const next = contactsAfter(decision)
    const contacts = next ? { seen: subject.profile.recentContacts, next } : undefined
    const outcome = await recorder.record(record, contacts)
    if (outcome.kind === 'contacts-changed') {
      decision = decide({ ...subject, profile: outcome.profile }, index)
      continue
    }
    if (outcome.kind === 'recorded') countRecorded(decision, outcome.result, count)
    return { result: outcome.result, deliveries: outcome.deliveries }
  }
  throw new RetryableError('conflict')
}
