import type { CompiledCampaign } from '#shared/domain/campaign/compiled-campaign.ts'
import type { ConditionField } from '#shared/domain/campaign/fields.ts'
import { handOverCodes } from '#shared/domain/decision/gates.ts'
import { type ReasonCode, reasonCodeSchema } from '#shared/domain/decision/reason-codes.ts'
import { explainCondition } from '#shared/domain/explain/explain-condition.ts'
import type { GateExplanation, GateState, NamedValue } from '#shared/domain/explain/explanation.ts'
import { campaignValues } from '#shared/domain/explain/gate-campaign-values.ts'
import { isConcerned } from '#shared/domain/explain/gate-concerns.ts'
import { type GateName, type GateStep, gateOf, gateSteps } from '#shared/domain/explain/gate-steps.ts'
import { possibleHandOver } from '#shared/domain/explain/possible-hand-over.ts'
import { type RecordedFact, recordedFacts } from '#shared/domain/explain/recorded-facts.ts'
import type { DecisionEntry, TaskEntry } from '#shared/domain/message/journal-entry.ts'

/** What the journal has of one candidate. */
export interface RecordedCandidate {
  readonly decision: Pick<DecisionEntry, 'signal' | 'seen'>
  /** The version that was judged; undefined where it cannot be found any more. */
  readonly compiled: CompiledCampaign | undefined
  readonly fate: string
  /** Whether a message of it was recorded. */
  readonly spoke: boolean
  /** Until when that message was held, ISO 8601. */
  readonly heldUntil?: string | undefined
  /** Its task, where it made one. */
  readonly task: Pick<TaskEntry, 'handedOver'> | undefined
}

type Facts = ReadonlyMap<ConditionField, RecordedFact>

/** Whether it set out to send a message; undefined where nobody can tell any more. */
const setOutToSend = (
  { compiled, fate, spoke, task }: RecordedCandidate,
  fell: GateStep | undefined,
  facts: Facts,
): boolean | undefined => {
  if (spoke || fell?.forMessages || task?.handedOver !== undefined) return true
  if (fate === 'won') return false
  if (!compiled) return undefined
  const { campaign } = compiled
  if (campaign.task?.mode !== 'instead') return true
  const makesTask = campaign.task.when ? explainCondition(campaign.task.when, facts).holds : true
  return makesTask === undefined ? undefined : !makesTask
}

/** Of the two purposes' consents and switches the campaign's own. */
const isOfOtherPurpose = (name: string, compiled: CompiledCampaign | undefined): boolean => {
  if (compiled === undefined || !/^(consent|operations)\./.test(name)) return false
  return !name.endsWith(`.${compiled.campaign.purpose}`)
}

const recordedValues = ({ sees }: GateStep, { decision, compiled }: RecordedCandidate): NamedValue[] =>
  sees.flatMap((name) => {
    if (isOfOtherPurpose(name, compiled)) return []
    const { [name]: value } = decision.seen
    return value === undefined ? [] : [{ name, value }]
  })

const handOver = (candidate: RecordedCandidate, gate: GateName): ReasonCode | 'not-recorded' | undefined => {
  if (candidate.task?.handedOver !== undefined) {
    const code = reasonCodeSchema.safeParse(candidate.task.handedOver)
    return code.success && handOverCodes.has(code.data) && gateOf[code.data] === gate ? code.data : undefined
  }
  return candidate.fate === 'won' ? undefined : possibleHandOver(gate, candidate.compiled, candidate.decision)
}

type Met = Pick<GateExplanation, 'state' | 'code'>

/** Asks gate by gate what the candidate met, in the order of the engine. */
const whatItMet = (
  candidate: RecordedCandidate,
  facts: Facts,
): ((step: GateStep, position: number) => Met) => {
  const { compiled, fate, decision, spoke } = candidate
  const code = reasonCodeSchema.safeParse(fate)
  const fellAt = code.success ? gateSteps.findIndex(({ gate }) => gate === gateOf[code.data]) : -1
  // What fell at a gate for messages was one until then.
  const certainlySent = gateSteps[fellAt]?.forMessages === true || spoke
  let sends = setOutToSend(candidate, gateSteps[fellAt], facts)

  return ({ gate, forMessages }, position) => {
    if (position === fellAt) return { state: 'refused', code: fate }
    if (fellAt >= 0 && position > fellAt) return { state: 'not-reached' }
    if (!isConcerned(gate, compiled, decision.signal.type)) return { state: 'not-concerned' }
    if (sends === false) return { state: forMessages ? 'not-asked' : 'passed' }
    const taken = certainlySent ? undefined : handOver(candidate, gate)
    if (taken === undefined) return { state: sends || !forMessages ? 'passed' : 'not-recorded' }
    const certain = sends === true && taken !== 'not-recorded'
    sends = certain ? false : undefined
    return certain ? { state: 'handed-over', code: taken } : { state: 'not-recorded' }
  }
}

/** The gate was asked, and so looked at its values. */
const looked: readonly GateState[] = ['passed', 'refused', 'handed-over']

/**
 * The way of one candidate through the gates. The record says where it fell; that every gate before let it go on follows
 * from the order.
 */
export const explainGates = (candidate: RecordedCandidate): GateExplanation[] => {
  const { compiled, decision, heldUntil } = candidate
  const facts = recordedFacts(decision.seen)
  const met = whatItMet(candidate, facts)
  return gateSteps.map((step, position): GateExplanation => {
    const at = met(step, position)
    if (!looked.includes(at.state)) return { gate: step.gate, ...at, values: [] }
    const audience = step.gate === 'audience' ? compiled?.campaign.audience : undefined
    return {
      gate: step.gate,
      ...at,
      values: [
        ...recordedValues(step, candidate),
        ...campaignValues(step.gate, compiled),
        ...(step.gate === 'quiet-hours' && heldUntil ? [{ name: 'heldUntil', value: heldUntil }] : []),
      ],
      ...(audience ? { condition: explainCondition(audience, facts) } : {}),
    }
  })
}
