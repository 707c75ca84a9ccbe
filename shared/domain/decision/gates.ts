import { localTime } from '#shared/domain/calendar/local-date.ts'
import type { CompiledCampaign } from '#shared/domain/campaign/compile.ts'
import { whyNotLive } from '#shared/domain/campaign/is-live.ts'
import { customerZone, type DecisionSubject, readField } from '#shared/domain/decision/decision-facts.ts'
import { consentAllows } from '#shared/domain/profile/customer-profile.ts'
import { signalTime } from '#shared/domain/signals/signal.ts'
import { unitHash } from '#shared/domain/stable-hash.ts'
import type { Channel, Fact } from '#shared/domain/vocabulary.ts'

const HOUR_MS = 3_600_000
const DAY_SECONDS = 86_400

/** A candidate on its way through the gates; gates may take channels away, until none is left. */
export interface CandidateSubject extends DecisionSubject {
  readonly compiled: CompiledCampaign
  readonly channels: readonly Channel[]
}

/** Why a candidate falls, with the values that were looked at (never PII); or the channels that remain. */
export type GateResult =
  | { readonly passed: true; readonly channels?: readonly Channel[] }
  | { readonly passed: false; readonly code: string; readonly inputs?: Readonly<Record<string, Fact>> }

/** One rule. `message` gates do not hold back a task: a person is asked, nothing is sent. */
export interface Gate {
  readonly name: string
  readonly appliesTo: 'message' | 'any action'
  readonly check: (candidate: CandidateSubject) => GateResult
}

const PASSED: GateResult = { passed: true }

const refuse = (code: string, inputs?: Readonly<Record<string, Fact>>): GateResult => ({
  passed: false,
  code,
  ...(inputs ? { inputs } : {}),
})

const live: Gate = {
  name: 'live',
  appliesTo: 'any action',
  check: ({ compiled: { campaign }, now }) => {
    const reason = whyNotLive(campaign, now)
    return reason ? refuse(reason.code, reason.inputs) : PASSED
  },
}

/** A signal that reaches us late, or is loaded with a bank's history, must not make the engine speak. */
const fresh: Gate = {
  name: 'fresh',
  appliesTo: 'any action',
  check: ({ compiled: { campaign }, signal, now }) => {
    const hours = (now.getTime() - Date.parse(signalTime(signal))) / HOUR_MS
    return hours <= campaign.expiresAfterHours
      ? PASSED
      : refuse('signal-expired', {
          hoursSinceSignal: Math.floor(hours),
          expiresAfterHours: campaign.expiresAfterHours,
        })
  },
}

const holdout: Gate = {
  name: 'holdout',
  appliesTo: 'any action',
  check: ({ compiled: { campaign }, profile }) =>
    unitHash(`${campaign.id}:${profile.customerId}`) < campaign.holdout
      ? refuse('holdout', { share: campaign.holdout })
      : PASSED,
}

const exclusions: Gate = {
  name: 'exclusions',
  appliesTo: 'any action',
  check: ({ profile, signal }) => {
    if (!profile.known) return refuse('customer-unknown')
    const { accountId } = signal.data
    const closedOn = typeof accountId === 'string' ? profile.accounts.get(accountId)?.closedOn : undefined
    return closedOn === undefined ? PASSED : refuse('account-closed', { closedOn })
  },
}

const consent: Gate = {
  name: 'consent',
  appliesTo: 'message',
  check: ({ compiled: { campaign }, profile, channels }) => {
    const allowed = channels.filter((channel) => consentAllows(profile, campaign.purpose, channel))
    return allowed.length > 0
      ? { passed: true, channels: allowed }
      : refuse('no-consent', { purpose: campaign.purpose, channels: channels.join(',') })
  },
}

const vulnerability: Gate = {
  name: 'vulnerability',
  appliesTo: 'message',
  check: ({ compiled: { campaign }, profile }) => {
    const { vulnerability: mark } = profile.single
    const kept = mark && campaign.purpose === 'marketing' && !campaign.approvedForVulnerable
    // A mark whose review is overdue holds until someone decides (RULES 8), so the date is shown, not compared.
    return kept ? refuse('vulnerable', { reviewOn: mark.reviewOn }) : PASSED
  },
}

const openComplaint: Gate = {
  name: 'open-complaint',
  appliesTo: 'message',
  check: ({ compiled: { campaign }, profile }) =>
    campaign.purpose === 'marketing' && profile.single.openComplaint === true
      ? refuse('open-complaint')
      : PASSED,
}

const audience: Gate = {
  name: 'audience',
  appliesTo: 'any action',
  check: (candidate) => {
    if (candidate.compiled.audience(candidate)) return PASSED
    const inputs: Record<string, Fact> = {}
    for (const field of candidate.compiled.audienceFields)
      inputs[field] = readField(field, candidate) ?? 'unknown'
    return refuse('audience', inputs)
  },
}

/** Rolling windows that end now (RULES 7); the transaction's condition makes sure that no parallel run got by. */
const frequencyCap: Gate = {
  name: 'frequency-cap',
  appliesTo: 'message',
  check: ({ compiled: { campaign }, profile, settings, channels, now }) => {
    const cap = settings.caps[campaign.purpose]
    if (!cap) return PASSED
    const nowSeconds = Math.floor(now.getTime() / 1000)
    const sentWithin = (channel: Channel, seconds: number): number =>
      profile.recentContacts.filter(
        (contact) =>
          contact.purpose === campaign.purpose &&
          contact.channel === channel &&
          contact.at > nowSeconds - seconds &&
          contact.at <= nowSeconds,
      ).length
    const open = channels.filter(
      (channel) =>
        sentWithin(channel, DAY_SECONDS) < cap.perDay && sentWithin(channel, 7 * DAY_SECONDS) < cap.perWeek,
    )
    return open.length > 0
      ? { passed: true, channels: open }
      : refuse('capped', { perDay: cap.perDay, perWeek: cap.perWeek })
  },
}

const addressFor: Readonly<Record<Channel, 'email' | 'phone' | undefined>> = {
  email: 'email',
  sms: 'phone',
  inapp: undefined,
}

const reachable: Gate = {
  name: 'reachable',
  appliesTo: 'message',
  check: ({ profile, channels }) => {
    const reach = profile.single.reach ?? []
    const open = channels.filter((channel) => {
      const needed = addressFor[channel]
      return needed === undefined || reach.includes(needed)
    })
    return open.length > 0
      ? { passed: true, channels: open }
      : refuse('unreachable', { channels: channels.join(',') })
  },
}

const quietHours: Gate = {
  name: 'quiet-hours',
  appliesTo: 'message',
  check: (candidate) => {
    const { compiled, settings, now } = candidate
    if (compiled.campaign.purpose !== 'marketing') return PASSED
    const { from, to } = settings.marketingHours
    const zone = customerZone(candidate)
    const { hour } = localTime(now, zone)
    return hour >= from && hour < to ? PASSED : refuse('quiet-hours', { hour, zone, from, to })
  },
}

/**
 * The gates in their fixed order (DESIGN.md). Suppression, suitability, distress and personalisation take their places
 * in it with what they need: suppression between consent and vulnerability, the others before the audience.
 * "Already sent for this signal" is the condition of the transaction that records the decision.
 */
export const gates: readonly Gate[] = [
  live,
  fresh,
  holdout,
  exclusions,
  consent,
  vulnerability,
  openComplaint,
  audience,
  frequencyCap,
  reachable,
  quietHours,
]
