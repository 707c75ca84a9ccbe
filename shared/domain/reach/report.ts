import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { reasonCodeSchema } from '#shared/domain/decision/reason-codes.ts'
import { channelCount, HELD, TASK, UNREADABLE } from '#shared/domain/reach/count-customer.ts'
import {
  type Estimate,
  type Estimated,
  estimateOf,
  populationOf,
  type Sample,
} from '#shared/domain/reach/estimate.ts'
import type { Assumption, Hypothesis } from '#shared/domain/reach/hypothesis.ts'

/** Whom a campaign would reach, with what is not known of it. */
export interface ReachReport {
  readonly campaignId: string
  /** The signal that everybody is taken to have, and when. */
  readonly signal: string
  readonly at: string
  /** All customers of the bank. */
  readonly customers: Estimated
  /** Those who get a message or become a task. */
  readonly reached: Estimate
  /** Of those reached, whose message waits for their hours. */
  readonly held: Estimate
  /** Of those reached: whom a person hears of. */
  readonly tasks: Estimate
  /** Of those reached, by the channel of the message; in the campaign's order. */
  readonly channels: readonly (Estimate & { readonly channel: string })[]
  /** Everybody else, by the gate where they fall; in the order of the gates, without those where nobody was seen to. */
  readonly gates: readonly (Estimate & { readonly reason: string })[]
  readonly assumptions: readonly Assumption[]
  /** What it stands on. */
  readonly sample: {
    readonly customers: number
    readonly parts: number
    readonly of: number
    readonly readUnits: number
    /** Wall clock, milliseconds. */
    readonly took: number
  }
}

const REASONS = [...reasonCodeSchema.options, 'no-campaign', UNREADABLE]

/** @param sample with at least one cluster */
export const reachReport = (
  sample: Sample,
  { campaign, now, signalFor, assumptions }: Hypothesis,
  cost: { readonly readUnits: number; readonly took: number },
): ReachReport => {
  const of = (name: string): Estimate => estimateOf(sample, name)
  const seen = (name: string): boolean => sample.clusters.some(({ counts }) => (counts[name] ?? 0) > 0)
  const { id, channels }: Campaign = campaign
  return {
    campaignId: id,
    signal: signalFor('').type,
    at: now.toISOString(),
    customers: populationOf(sample),
    reached: of('won'),
    held: of(HELD),
    tasks: of(TASK),
    channels: channels.map((channel) => ({ channel, ...of(channelCount(channel)) })),
    gates: REASONS.filter(seen).map((reason) => ({ reason, ...of(reason) })),
    assumptions,
    sample: {
      customers: sample.clusters.reduce((sum, { customers }) => sum + customers, 0),
      parts: sample.clusters.length,
      of: sample.of,
      ...cost,
    },
  }
}
