import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { ConditionField } from '#shared/domain/campaign/fields.ts'
import { handOverCodes } from '#shared/domain/decision/gates.ts'
import { type ReasonCode, reasonCodeSchema } from '#shared/domain/decision/reason-codes.ts'
import { explainCondition } from '#shared/domain/explain/explain-condition.ts'
import type { GateExplanation, GateState, NamedValue } from '#shared/domain/explain/explanation.ts'
import { campaignValues } from '#shared/domain/explain/gate-campaign-values.ts'
import { type GateName, type GateStep, gateOf, gateSteps } from '#shared/domain/explain/gate-steps.ts'
import { possibleHandOver } from '#shared/domain/explain/possible-hand-over.ts'
import { type RecordedFact, recordedFacts } from '#shared/domain/explain/recorded-facts.ts'
import type { DecisionEntry, TaskEntry } from '#shared/domain/message/journal-entry.ts'

/** What the journal has of one candidate. */
export interface RecordedCandidate {
  readonly decision: Pick<DecisionEntry, 'signal' | 'seen'>
  /** The version that was judged; undefined where it cannot be found any more. */
  readonly campaign: Campaign | undefined
  readonly fate: string
  /** Whether a message of it was recorded. */
  readonly spoke: boolean
  /** Its task, where it made one. */
  readonly task: Pick<TaskEntry, 'handedOver'> | undefined
}

type Facts = ReadonlyMap<ConditionField, RecordedFact>

/** Whether it set out to send a message; undefined where nobody can tell any more. */
const setOutToSend = (
  { campaign, fate, spoke, task }: RecordedCandidate,
  fell: GateStep | undefined,
  facts: Facts,
): boolean | undefined => {
  if (spoke || fell?.forMessages || task?.handedOver !== undefined) return true
  if (fate === 'won') return false
  if (!campaign) return undefined
  if (campaign.task?.mode !== 'instead') return true
  const makesTask = campaign.task.when ? explainCondition(campaign.task.when, facts).holds : true
  return makesTask === undefined ? undefined : !makesTask
}

const recordedValues = ({ sees }: GateStep, { decision }: RecordedCandidate): NamedValue[] =>
  sees.flatMap((name) => {
    const { [name]: value } = decision.seen
    return value === undefined ? [] : [{ name, value }]
  })

const handOver = (candidate: RecordedCandidate, gate: GateName): ReasonCode | 'not-recorded' | undefined => {
  if (candidate.task?.handedOver !== undefined) {
    const code = reasonCodeSchema.safeParse(candidate.task.handedOver)
    return code.success && handOverCodes.has(code.data) && gateOf[code.data] === gate ? code.data : undefined
  }
  return candidate.fate === 'won' ? undefined : possibleHandOver(gate, candidate.campaign, candidate.decision)
}

/**
 * The way of one candidate through the gates. The record says where it fell; that every gate before let it go on follows
 * from the order.
 */
export const explainGates = (candidate: RecordedCandidate): GateExplanation[] => {
  const { campaign, fate, decision } = candidate
  const facts = recordedFacts(decision.seen)
  const code = reasonCodeSchema.safeParse(fate)
  const fellAt = code.success ? gateSteps.findIndex(({ gate }) => gate === gateOf[code.data]) : -1
  let sends = setOutToSend(candidate, gateSteps[fellAt], facts)
  // What fell at a gate for messages was one until then.
  const certainlySent = gateSteps[fellAt]?.forMessages === true || candidate.spoke

  const stateAt = (step: GateStep, position: number): Pick<GateExplanation, 'state' | 'code'> => {
    if (position === fellAt) return { state: 'refused', code: fate }
    if (fellAt >= 0 && position > fellAt) return { state: 'not-reached' }
    if (sends === false) return { state: step.forMessages ? 'not-asked' : 'passed' }
    const taken = certainlySent ? undefined : handOver(candidate, step.gate)
    if (taken === undefined) return { state: sends || !step.forMessages ? 'passed' : 'not-recorded' }
    if (taken === 'not-recorded' || sends === undefined) {
      sends = undefined
      return { state: 'not-recorded' }
    }
    sends = false
    return { state: 'handed-over', code: taken }
  }

  return gateSteps.map((step, position) => {
    const at = stateAt(step, position)
    const looked: GateState[] = ['passed', 'refused', 'handed-over']
    const shows = looked.includes(at.state)
    const condition =
      shows && step.gate === 'audience' && campaign?.audience
        ? { condition: explainCondition(campaign.audience, facts) }
        : {}
    const values = shows ? [...recordedValues(step, candidate), ...campaignValues(step.gate, campaign)] : []
    return { gate: step.gate, ...at, values, ...condition }
  })
}
