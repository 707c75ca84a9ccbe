import type { CampaignIndex, CompiledCampaign } from '#shared/domain/campaign/compile.ts'
import type { DecisionSubject } from '#shared/domain/decision/decision-facts.ts'
import { gates } from '#shared/domain/decision/gates.ts'
import type { Candidate } from '#shared/domain/message/journal-entry.ts'
import type { Channel } from '#shared/domain/vocabulary.ts'

/** What a winning campaign leads to. */
export type Action =
  | { readonly kind: 'message'; readonly compiled: CompiledCampaign; readonly channel: Channel }
  | { readonly kind: 'task'; readonly compiled: CompiledCampaign }

/** What was decided for one customer and signal: what is done, and every candidate's fate. */
export interface Decision {
  /** `won`, or why nothing is done: the first candidate's code, `no-campaign` without candidates. */
  readonly result: string
  readonly actions: readonly Action[]
  readonly candidates: readonly Candidate[]
}

type Verdict = { readonly action: Action } | { readonly refused: Pick<Candidate, 'result' | 'inputs'> }

/** Walks one candidate through the gates; the first that refuses names the reason. */
const judge = (subject: DecisionSubject, compiled: CompiledCampaign): Verdict => {
  const { campaign } = compiled
  const handOver = compiled.handOver({ ...subject })
  let channels: readonly Channel[] = campaign.channels
  for (const gate of gates) {
    if (handOver && gate.appliesTo === 'message') continue
    const result = gate.check({ ...subject, compiled, channels })
    if (!result.passed)
      return { refused: { result: result.code, ...(result.inputs ? { inputs: result.inputs } : {}) } }
    channels = result.channels ?? channels
  }
  if (handOver) return { action: { kind: 'task', compiled } }
  const [channel] = channels
  // The gates refuse before they take the last channel away.
  if (channel === undefined) return { refused: { result: 'unreachable' } }
  return { action: { kind: 'message', compiled, channel } }
}

const isMarketing = (action: Action): boolean =>
  action.kind === 'message' && action.compiled.campaign.purpose === 'marketing'

/**
 * Decides what to say to one customer about one signal. Pure: the same subject and campaigns give the same decision.
 * Service messages and tasks all win; of marketing messages at most one, the first by priority, then id.
 */
export const decide = (subject: DecisionSubject, campaigns: CampaignIndex): Decision => {
  const actions: Action[] = []
  const candidates: Candidate[] = []
  for (const compiled of campaigns.get(subject.signal.type) ?? []) {
    const { id: campaignId, version: campaignVersion } = compiled.campaign
    const verdict = judge(subject, compiled)
    if ('refused' in verdict) {
      candidates.push({ campaignId, campaignVersion, ...verdict.refused })
      continue
    }
    const outranked = isMarketing(verdict.action) && actions.some(isMarketing)
    if (!outranked) actions.push(verdict.action)
    candidates.push({ campaignId, campaignVersion, result: outranked ? 'outranked' : 'won' })
  }
  const result = actions.length > 0 ? 'won' : (candidates[0]?.result ?? 'no-campaign')
  return { result, actions, candidates }
}
