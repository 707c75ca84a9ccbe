import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { indexCampaigns } from '#shared/domain/campaign/compile.ts'
import { decide } from '#shared/domain/decision/decide.ts'
import { decisionRecord } from '#shared/domain/decision/decision-record.ts'
import { type ConditionExplanation, explainCondition } from '#shared/domain/explain/explain-condition.ts'
import type { DecisionExplanation } from '#shared/domain/explain/explanation.ts'
import { recordedFacts } from '#shared/domain/explain/recorded-facts.ts'
import type { Launch } from '#shared/domain/launch/launch.ts'
import { launchSignal } from '#shared/domain/launch/launch-signal.ts'
import type { CustomerProfile } from '#shared/domain/profile/customer-profile.ts'
import type { Settings } from '#shared/domain/settings.ts'

/** What the audience of a launch says of a profile that may have changed since. */
export interface AudienceNow {
  readonly holds: boolean
  /** Undefined where the campaign asks for nothing: then everybody is in it. */
  readonly condition?: ConditionExplanation
}

/** One launch, and what it came to for one customer. */
export interface LaunchExplanation {
  readonly launch: Pick<Launch, 'launchId' | 'version' | 'at' | 'state' | 'because' | 'endedBecause'>
  /** What was recorded of the customer. */
  readonly recorded?: DecisionExplanation
  /** Of a launch that customers have heard of, and nothing is recorded of this one. */
  readonly unrecorded?: {
    /** The launch is longer ago than records are kept. */
    readonly expired: boolean
    /** How many customers it could not decide about (ADR 24), and has counted as such. */
    readonly unreadable: number
    /** As of now; undefined where the customer or the version is not known any more. */
    readonly audience?: AudienceNow
  }
}

/** What a campaign's launches came to for one customer. */
export interface LaunchesExplanation {
  readonly customerId: string
  readonly campaignId: string
  /** IANA zone in which times are written for a reader. */
  readonly timeZone: string
  /** When the profile was read, ISO 8601. */
  readonly asOf: string
  /** The newest last. */
  readonly launches: readonly LaunchExplanation[]
  readonly older: boolean
  /** Entries of the journal in a form that is not understood. */
  readonly unreadable: number
}

/**
 * Asks the audience of a launch again, at the launch's instant and by the profile as it stands now. Of a customer who was
 * outside it nothing is recorded, so that this is all that can be said (docs/adr/0024): on the day of the launch it is mostly
 * what was found then, later it need not be.
 * @param campaign the launch's version
 */
export const audienceNow = (
  campaign: Campaign,
  launch: Pick<Launch, 'campaignId' | 'at'>,
  profile: CustomerProfile,
  settings: Settings,
): AudienceNow => {
  const { audience } = campaign
  const signal = launchSignal(launch, profile.customerId)
  const subject = { signal, profile, settings, now: new Date(launch.at) }
  const decision = decide(subject, indexCampaigns([{ ...campaign, status: 'live' }]))
  const { seen } = decisionRecord(decision, undefined).decision
  return {
    holds: decision.matched > 0,
    ...(audience ? { condition: explainCondition(audience, recordedFacts(seen)) } : {}),
  }
}
