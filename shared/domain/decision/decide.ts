import type { CampaignIndex, Candidate, CandidateGroup } from '#shared/domain/campaign/compile.ts'
import type { CompiledCampaign } from '#shared/domain/campaign/compiled-campaign.ts'
import { type FactVector, type FieldValue, fieldIndex } from '#shared/domain/campaign/fields.ts'
import { arbitrate } from '#shared/domain/decision/arbitrate.ts'
import type { ChannelSet } from '#shared/domain/decision/channel-set.ts'
import { Circumstances, type DecisionSubject } from '#shared/domain/decision/circumstances.ts'
import type { Contender } from '#shared/domain/decision/contender.ts'
import { readFacts, readField } from '#shared/domain/decision/facts.ts'
import { type Gate, handOverCodes, startChannels } from '#shared/domain/decision/gates.ts'
import { heldOutMessages } from '#shared/domain/decision/held-out.ts'
import type { Fate, ReasonCode } from '#shared/domain/decision/reason-codes.ts'
import { type Score, scoreOf } from '#shared/domain/decision/score.ts'

/** One candidate and what became of it. */
export interface CandidateFate {
  readonly compiled: CompiledCampaign
  readonly fate: Fate
  /** Of those that passed every gate. */
  readonly score?: Score
}

/** What was decided for one customer and signal. */
export interface Decision {
  readonly circumstances: Circumstances
  /** Values of every field that a candidate's conditions asked about. */
  readonly facts: FactVector
  /** Undefined where no campaign listens to the signal. */
  readonly group: CandidateGroup | undefined
  /** How many candidates' conditions hold. */
  readonly matched: number
  /** Those that speak or make a task, the best first. */
  readonly winners: readonly Contender[]
  /** Campaigns whose control group alone kept a message back; worked out when asked for. */
  readonly heldOut: () => readonly CompiledCampaign[]
  /** Every candidate's fate, by campaign id. Worked out when asked for: most signals nobody wants to hear about. */
  readonly fates: () => readonly CandidateFate[]
}

/** A candidate on its way through the gates, and what is left of it. */
interface Way {
  channels: ChannelSet
  /** Whether a message would go out; where not, the gates about sending do not ask. */
  sends: boolean
  /** Why a person takes over, where one does. */
  handedOver: ReasonCode | undefined
}

/**
 * Takes a candidate through gates; what a person takes over goes on as a task.
 * @returns the reason why it falls; undefined where it goes on, as `way` says then
 */
const refusalBy = (
  gates: readonly Gate[],
  compiled: CompiledCampaign,
  circumstances: Circumstances,
  way: Way,
): ReasonCode | undefined => {
  for (const gate of gates) {
    if (!way.sends && gate.appliesTo === 'message') continue
    const verdict = gate.check(compiled, circumstances, way.channels)
    if (typeof verdict === 'number') way.channels = verdict
    else if (!handOverCodes.has(verdict)) return verdict
    else if (way.sends) {
      // The first reason counts, and where a person speaks anyway there is nothing to hand over.
      way.handedOver = verdict
      way.sends = false
    }
  }
  return undefined
}

/** Where a candidate begins. */
const wayOf = (compiled: CompiledCampaign, makesTask: boolean): Way => ({
  channels: startChannels(compiled),
  sends: !(makesTask && compiled.campaign.task?.mode === 'instead'),
  handedOver: undefined,
})

const factsFor = (
  compiled: CompiledCampaign,
  circumstances: Circumstances,
  facts: FieldValue[],
): FactVector => {
  for (const field of compiled.lateFields) facts[fieldIndex[field]] ??= readField(field, circumstances)
  return facts
}

/** A candidate whose audience condition holds, through all gates. */
const judge = (
  { compiled, gatesBefore, gatesAfter }: Candidate,
  position: number,
  circumstances: Circumstances,
  vector: FieldValue[],
): Contender | ReasonCode => {
  const facts = factsFor(compiled, circumstances, vector)
  const makesTask = compiled.task(facts)
  const way = wayOf(compiled, makesTask)
  const refusal =
    refusalBy(gatesBefore, compiled, circumstances, way) ??
    refusalBy(gatesAfter, compiled, circumstances, way)
  if (refusal !== undefined) return refusal
  const { handedOver } = way
  return {
    compiled,
    position,
    score: scoreOf(compiled, facts),
    channels: way.sends ? way.channels : 0,
    makesTask: makesTask || handedOver !== undefined,
    ...(handedOver === undefined ? {} : { handedOver }),
  }
}

/**
 * Why a candidate fell whose trigger or audience condition does not hold: an earlier gate that refuses it, else the
 * audience. Undefined where the signal is not one it wants: then it is no candidate.
 */
const fateOutside = (
  { compiled, triggered, gatesBefore }: Candidate,
  circumstances: Circumstances,
  vector: FieldValue[],
): ReasonCode | undefined => {
  if (!triggered(vector)) return undefined
  const asksFacts = compiled.campaign.task?.when !== undefined
  const facts = asksFacts ? factsFor(compiled, circumstances, vector) : vector
  const way = wayOf(compiled, compiled.task(facts))
  return refusalBy(gatesBefore, compiled, circumstances, way) ?? 'audience'
}

const fatesOf = (
  { candidates }: CandidateGroup,
  judged: ReadonlyMap<number, Contender | ReasonCode>,
  winners: readonly Contender[],
  circumstances: Circumstances,
  vector: FieldValue[],
): CandidateFate[] => {
  const won = new Set(winners.map(({ position }) => position))
  const fates: CandidateFate[] = []
  candidates.forEach((candidate, position) => {
    const { compiled } = candidate
    const verdict = judged.get(position) ?? fateOutside(candidate, circumstances, vector)
    if (typeof verdict === 'string') fates.push({ compiled, fate: verdict })
    else if (verdict)
      fates.push({ compiled, fate: won.has(position) ? 'won' : 'outranked', score: verdict.score })
  })
  return fates
}

/** What fell at the control group, judged as if that gate were not there. */
const heldOutOf = (
  { candidates }: CandidateGroup,
  judged: ReadonlyMap<number, Contender | ReasonCode>,
  contenders: readonly Contender[],
  circumstances: Circumstances,
  vector: FieldValue[],
): readonly CompiledCampaign[] => {
  const heldOut: Contender[] = []
  for (const [position, verdict] of judged) {
    const candidate = candidates[position]
    if (verdict !== 'holdout' || !candidate) continue
    const gatesBefore = candidate.gatesBefore.filter(({ name }) => name !== 'holdout')
    const without = judge({ ...candidate, gatesBefore }, position, circumstances, vector)
    if (typeof without !== 'string') heldOut.push(without)
  }
  return heldOutMessages(contenders, heldOut, circumstances)
}

/**
 * Decides what to say to one customer about one signal. Pure: the same subject and campaigns give the same decision,
 * whatever the campaigns' order. The conditions of all candidates are asked first, at once; only those whose audience
 * holds go through the gates one by one. Gates have no effects, so the reasons are those of the gates in their order.
 */
export const decide = (subject: DecisionSubject, campaigns: CampaignIndex): Decision => {
  const circumstances = new Circumstances(subject)
  const group = campaigns.candidatesFor(subject.signal)
  if (!group)
    return { circumstances, facts: [], group, matched: 0, winners: [], heldOut: () => [], fates: () => [] }
  const facts = readFacts(circumstances, group.conditions.fields)
  const judged = new Map<number, Contender | ReasonCode>()
  const contenders: Contender[] = []
  for (const position of group.conditions.match(facts)) {
    const candidate = group.candidates[position]
    if (!candidate) continue
    const verdict = judge(candidate, position, circumstances, facts)
    judged.set(position, verdict)
    if (typeof verdict !== 'string') contenders.push(verdict)
  }
  const winners = arbitrate(contenders, circumstances)
  return {
    circumstances,
    facts,
    group,
    matched: judged.size,
    winners,
    heldOut: () => heldOutOf(group, judged, contenders, circumstances, facts),
    fates: () => fatesOf(group, judged, winners, circumstances, facts),
  }
}
