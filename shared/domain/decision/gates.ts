import type { CompiledCampaign } from '#shared/domain/campaign/compiled-campaign.ts'
import { type ChannelSet, channelNames, channelSet } from '#shared/domain/decision/channel-set.ts'
import type { Circumstances } from '#shared/domain/decision/circumstances.ts'
import { openUnderCaps, recentContactsText } from '#shared/domain/decision/frequency-cap.ts'
import type { ReasonCode } from '#shared/domain/decision/reason-codes.ts'
import { trueUntil } from '#shared/domain/decision/release.ts'
import { unitHash } from '#shared/domain/stable-hash.ts'
import type { Fact, SignalType } from '#shared/domain/vocabulary.ts'

/** Above this risk, from the senior age on, a person speaks to the customer (RULES 10). */
const HIGHEST_AUTOMATIC_RISK_FOR_SENIORS = 2

/** The channels that remain, or the reason why the candidate falls. */
export type Verdict = ChannelSet | ReasonCode

/** Values that a gate looked at, by name; never PII (RULES 18). */
export type SeenValues = Readonly<Record<string, Fact>>

/**
 * One rule. `message` gates are about sending and do not hold back a task: a person is asked, nothing is sent. What may
 * not be offered may not be offered by a person either.
 */
export interface Gate {
  readonly name: string
  readonly appliesTo: 'message' | 'any action'
  /** Whether it has anything to ask about the campaign when such a signal comes; else it lets everybody pass. */
  readonly concerns: (campaign: CompiledCampaign, signal: SignalType) => boolean
  /** Asked only where it is concerned. */
  readonly check: (campaign: CompiledCampaign, circumstances: Circumstances, channels: ChannelSet) => Verdict
  /** What of the customer and the moment it looks at: recorded once for all candidates. */
  readonly sees: (circumstances: Circumstances) => SeenValues
}

const always = (): boolean => true

/** Nothing beside the campaign itself. */
const nothing = () => ({})

/**
 * The switches of those who run the engine come first, and are about tasks too: who drains wants no new work of any
 * kind, and a control group must not count moments in which nobody else heard anything either.
 */
const operations: Gate = {
  name: 'operations',
  appliesTo: 'any action',
  concerns: always,
  check: ({ campaign: { purpose } }, { subject: { settings } }, channels) =>
    settings.operations[purpose] === 'on' ? channels : 'stopped',
  sees: ({ subject: { settings } }) => {
    const { service, marketing } = settings.operations
    return {
      ...(service === 'on' ? {} : { 'operations.service': service }),
      ...(marketing === 'on' ? {} : { 'operations.marketing': marketing }),
    }
  },
}

const live: Gate = {
  name: 'live',
  appliesTo: 'any action',
  concerns: always,
  check: ({ campaign, validFrom, validUntil }, { subject: { now } }, channels) => {
    if (campaign.status !== 'live') return 'not-live'
    const at = now.getTime()
    return at < validFrom || at >= validUntil ? 'not-valid' : channels
  },
  sees: nothing,
}

/** A signal that reaches us late, or is loaded with a bank's history, must not make the engine speak. */
const fresh: Gate = {
  name: 'fresh',
  appliesTo: 'any action',
  concerns: always,
  check: ({ campaign }, { signalAgeHours }, channels) =>
    signalAgeHours <= campaign.expiresAfterHours ? channels : 'signal-expired',
  sees: ({ signalAgeHours }) => ({ 'signal.ageHours': Math.floor(signalAgeHours) }),
}

const holdout: Gate = {
  name: 'holdout',
  appliesTo: 'any action',
  concerns: ({ campaign }) => campaign.holdout > 0,
  check: ({ campaign, holdoutSeed }, { subject: { profile } }, channels) =>
    unitHash(profile.customerId, holdoutSeed) < campaign.holdout ? 'holdout' : channels,
  sees: nothing,
}

const exclusions: Gate = {
  name: 'exclusions',
  appliesTo: 'any action',
  concerns: always,
  check: (_, { subject: { profile }, accountClosedOn }, channels) => {
    if (!profile.known) return 'customer-unknown'
    return accountClosedOn === undefined ? channels : 'account-closed'
  },
  sees: ({ subject: { profile }, accountClosedOn: closedOn }) => {
    return { 'customer.known': profile.known, ...(closedOn ? { 'account.closedOn': closedOn } : {}) }
  },
}

const consent: Gate = {
  name: 'consent',
  appliesTo: 'message',
  concerns: always,
  check: ({ campaign }, circumstances, channels) =>
    channels & circumstances.consentedFor(campaign.purpose) || 'no-consent',
  sees: (circumstances) => ({
    'consent.service': channelNames(circumstances.consentedFor('service')),
    'consent.marketing': channelNames(circumstances.consentedFor('marketing')),
  }),
}

/** A bounce or an opt-out closes a channel to everything, a complaint or an unsubscription to marketing. */
const suppression: Gate = {
  name: 'suppression',
  appliesTo: 'message',
  concerns: always,
  check: ({ campaign }, circumstances, channels) =>
    channels & ~circumstances.suppressedFor(campaign.purpose) || 'suppressed',
  sees: ({ subject: { profile } }) => ({
    suppressed:
      [...profile.suppressions]
        .map(([channel, { reason }]) => `${channel}:${reason}`)
        .sort()
        .join(',') || 'none',
  }),
}

/** Care, never credit (RULES 8). An overdue review is shown, not compared: the mark holds until someone decides. */
const vulnerability: Gate = {
  name: 'vulnerability',
  appliesTo: 'any action',
  concerns: ({ marketing, credit }) => marketing || credit,
  check: ({ campaign, credit }, { subject: { profile } }, channels) => {
    if (!profile.single.vulnerability) return channels
    return campaign.flags.vulnerable && !credit ? channels : 'vulnerable'
  },
  sees: ({ subject: { profile } }) => {
    const mark = profile.single.vulnerability
    return {
      'customer.vulnerable': Boolean(mark),
      ...(mark ? { 'vulnerability.reviewOn': mark.reviewOn } : {}),
    }
  },
}

/** Nothing is sold on the occasion of a large withdrawal by an older or vulnerable customer (RULES 13). */
const careFirst: Gate = {
  name: 'care-first',
  appliesTo: 'message',
  concerns: ({ marketing }, signal) => marketing && signal === 'LargeWithdrawal',
  check: (_, circumstances, channels) => {
    const { profile, settings } = circumstances.subject
    const older = (circumstances.age ?? settings.seniorAge) >= settings.seniorAge
    return older || profile.single.vulnerability ? 'care-first' : channels
  },
  sees: ({ age }) => ({ 'customer.age': age ?? 'unknown' }),
}

const openComplaint: Gate = {
  name: 'open-complaint',
  appliesTo: 'any action',
  concerns: ({ marketing }) => marketing,
  check: (_, { subject: { profile } }, channels) =>
    profile.single.openComplaint === true ? 'open-complaint' : channels,
  sees: ({ subject: { profile } }) => ({ 'customer.openComplaint': profile.single.openComplaint === true }),
}

/**
 * An investment of risk R only to a tolerance C ≥ R, assessed and in date (RULES 10). A suitable one above R2 is for a
 * person to speak about where the customer is a senior, or nobody knows.
 */
const suitability: Gate = {
  name: 'suitability',
  appliesTo: 'any action',
  concerns: ({ risk }) => risk > 0,
  check: ({ risk }, circumstances, channels) => {
    const { subject, assessment, age } = circumstances
    const { profile, settings } = subject
    if (assessment !== 'valid') return `assessment-${assessment}`
    if ((profile.single.riskTolerance?.level ?? 0) < risk) return 'unsuitable'
    const senior = (age ?? settings.seniorAge) >= settings.seniorAge
    return senior && risk > HIGHEST_AUTOMATIC_RISK_FOR_SENIORS ? 'senior-risk' : channels
  },
  sees: ({ subject: { profile }, age }) => {
    const { riskTolerance } = profile.single
    return {
      'riskTolerance.level': riskTolerance?.level ?? 'unknown',
      ...(riskTolerance ? { 'riskTolerance.expiresOn': riskTolerance.expiresOn } : {}),
      'customer.age': age ?? 'unknown',
    }
  },
}

const distress: Gate = {
  name: 'distress',
  appliesTo: 'any action',
  concerns: ({ credit, campaign }) => credit && !campaign.flags.distressHelp,
  check: (_, { distress: state }, channels) => (state === 'none' ? channels : 'distress'),
  sees: ({ distress: state }) => ({ distress: state }),
}

const personalisation: Gate = {
  name: 'personalisation',
  appliesTo: 'any action',
  concerns: ({ personalised }) => personalised,
  check: (_, { subject: { profile } }, channels) =>
    profile.single.personalisation === false ? 'no-personalisation' : channels,
  sees: ({ subject: { profile } }) => ({
    'customer.personalisation': profile.single.personalisation !== false,
  }),
}

/** Rolling windows around the time the message would go out (RULES 7), and the campaign's own pause. */
const frequencyCap: Gate = {
  name: 'frequency-cap',
  appliesTo: 'message',
  concerns: ({ campaign }) => !campaign.flags.mandatoryNotice,
  check: (compiled, circumstances, channels) => openUnderCaps(compiled, circumstances, channels) || 'capped',
  sees: ({ subject: { profile } }) => ({ recentContacts: recentContactsText(profile.recentContacts) }),
}

const reachable: Gate = {
  name: 'reachable',
  appliesTo: 'message',
  concerns: always,
  check: (_, { reach }, channels) => channels & reach || 'unreachable',
  sees: ({ reach }) => ({ reach: channelNames(reach) }),
}

/** Outside the hours a message is held, not dropped (RULES 6); it falls only if it would not be true any more by then. */
const quietHours: Gate = {
  name: 'quiet-hours',
  appliesTo: 'message',
  concerns: ({ marketing }) => marketing,
  check: (compiled, circumstances, channels) => {
    const { marketingFrom: from } = circumstances
    const end = Math.min(trueUntil(compiled, circumstances).getTime(), compiled.validUntil)
    return from && from.getTime() < end ? channels : 'quiet-hours'
  },
  sees: ({ local, zones, zoneKnown }) => ({
    'local.hour': local.hour,
    zone: zones.join(','),
    ...(zoneKnown ? {} : { zoneKnown: false }),
  }),
}

/** The gates before the audience, in their order (DESIGN.md). */
export const gatesBeforeAudience: readonly Gate[] = [
  operations,
  live,
  fresh,
  holdout,
  exclusions,
  consent,
  suppression,
  vulnerability,
  openComplaint,
  careFirst,
  suitability,
  distress,
  personalisation,
]

/**
 * The gates after it. "Already sent for this signal" stands between: it is the condition of the transaction that
 * records the decision, because only a write can know.
 */
export const gatesAfterAudience: readonly Gate[] = [frequencyCap, reachable, quietHours]

/** All gates in order, with the audience among them by name: it is asked for all campaigns at once. */
export const gateNames: readonly string[] = [
  ...gatesBeforeAudience.map(({ name }) => name),
  'audience',
  ...gatesAfterAudience.map(({ name }) => name),
]

/** Refusals after which a person takes over: the message becomes a task (RULES 10 and 13). */
export const handOverCodes: ReadonlySet<ReasonCode> = new Set(['care-first', 'senior-risk'])

/** Changes whenever the list or the meaning of a gate does; a decision record says which list judged it. */
export const GATES_VERSION = 3

/** Channels to start with: a campaign that only makes tasks has none, and no gate for messages asks. */
export const startChannels = (compiled: CompiledCampaign): ChannelSet =>
  compiled.channels || channelSet(['inapp'])
