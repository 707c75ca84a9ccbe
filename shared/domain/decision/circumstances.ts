import {
  ageOn,
  daysBetween,
  isTimeZone,
  type LocalTime,
  localTime,
} from '#shared/domain/calendar/local-date.ts'
import { type ChannelSet, channelBit } from '#shared/domain/decision/channel-set.ts'
import { marketingAllowedFrom } from '#shared/domain/decision/marketing-hours.ts'
import { type CustomerProfile, consentAllows } from '#shared/domain/profile/customer-profile.ts'
import type { Settings } from '#shared/domain/settings.ts'
import { type Signal, signalTime } from '#shared/domain/signals/signal.ts'
import { type Channel, channelSchema, type Purpose } from '#shared/domain/vocabulary.ts'

/** Everything a decision looks at. `now` is when it is taken: the wall clock, or the event's time in a replay. */
export interface DecisionSubject {
  readonly signal: Signal
  readonly profile: CustomerProfile
  readonly settings: Settings
  readonly now: Date
}

/** The state of a customer's risk assessment on the day of the decision (RULES 10). */
export type Assessment = 'missing' | 'expired' | 'valid'

/** What speaks against offering credit (RULES 11). */
export type Distress = 'negative-balance' | 'low-balance-signal' | 'none'

const HOUR_MS = 3_600_000
const channels = channelSchema.options

/** Computes a value when it is first asked for: most decisions ask few of these questions, but some campaigns many times. */
const once = <T>(compute: () => T): (() => T) => {
  let kept: { readonly value: T } | undefined
  return () => {
    kept ??= { value: compute() }
    return kept.value
  }
}

const channelsWhere = (holds: (channel: Channel) => boolean): ChannelSet => {
  let set: ChannelSet = 0
  for (const channel of channels) if (holds(channel)) set |= channelBit(channel)
  return set
}

/** The customer's own zone where it is known and exists; else undefined. */
const ownZone = ({ profile }: Pick<DecisionSubject, 'profile'>): string | undefined => {
  const { timeZone } = profile.single
  return timeZone !== undefined && isTimeZone(timeZone) ? timeZone : undefined
}

/** The customer's own zone, or the bank's where it is unknown or does not exist. */
export const customerZone = (subject: Pick<DecisionSubject, 'profile' | 'settings'>): string =>
  ownZone(subject) ?? subject.settings.timeZone

const zonesOf = (subject: DecisionSubject): readonly string[] => {
  const own = ownZone(subject)
  if (own !== undefined) return [own]
  const { candidateZones, timeZone } = subject.settings
  return candidateZones.length > 0 ? candidateZones : [timeZone]
}

const holdsOwnMoney = (kind: string | undefined): boolean =>
  kind === undefined || kind === 'current' || kind === 'savings'

const hasNegativeBalance = ({ accounts, balances }: CustomerProfile): boolean => {
  for (const [accountId, { minor }] of balances) {
    const account = accounts.get(accountId)
    if (minor < 0 && holdsOwnMoney(account?.kind) && account?.closedOn === undefined) return true
  }
  return false
}

const distressOf = ({ profile, signal, settings }: DecisionSubject, today: string): Distress => {
  if (hasNegativeBalance(profile)) return 'negative-balance'
  const { lowBalance } = profile.single
  const recent = lowBalance !== undefined && daysBetween(lowBalance, today) <= settings.distressDays
  return recent || signal.type === 'LowBalance' ? 'low-balance-signal' : 'none'
}

const suppressedFor = ({ suppressions }: CustomerProfile, purpose: Purpose): ChannelSet =>
  channelsWhere((channel) => {
    const reason = suppressions.get(channel)?.reason
    return reason === 'bounced' || (reason !== undefined && purpose === 'marketing')
  })

const reachable = (profile: CustomerProfile): ChannelSet => {
  const reach = profile.single.reach ?? []
  return channelsWhere(
    (channel) => channel === 'inapp' || reach.includes(channel === 'email' ? 'email' : 'phone'),
  )
}

/**
 * What the gates ask about one customer and moment, each answer computed once and only if somebody asks. Campaigns do
 * not come into it: the same answers hold for all candidates of a decision.
 */
export const circumstancesOf = (subject: DecisionSubject) => {
  const { signal, profile, settings, now } = subject
  const { single } = profile
  const local = once<LocalTime>(() => localTime(now, customerZone(subject)))
  const byPurpose = <T>(compute: (purpose: Purpose) => T) => {
    const answers = { service: once(() => compute('service')), marketing: once(() => compute('marketing')) }
    return (purpose: Purpose): T => answers[purpose]()
  }
  return {
    subject,
    local,
    zones: once(() => zonesOf(subject)),
    /** False where marketing hours had to be guessed from the bank's zones: counted, so that somebody looks. */
    zoneKnown: once(() => ownZone(subject) !== undefined),
    signalAgeHours: once(() => (now.getTime() - Date.parse(signalTime(signal))) / HOUR_MS),
    accountClosedOn: once(() => {
      const { accountId } = signal.data
      return typeof accountId === 'string' ? profile.accounts.get(accountId)?.closedOn : undefined
    }),
    consented: byPurpose((purpose) => channelsWhere((channel) => consentAllows(profile, purpose, channel))),
    suppressed: byPurpose((purpose) => suppressedFor(profile, purpose)),
    reach: once(() => reachable(profile)),
    /** Full years; undefined where the birth date is unknown. */
    age: once(() => (single.birthDate === undefined ? undefined : ageOn(single.birthDate, local().date))),
    assessment: once<Assessment>(() => {
      if (!single.riskTolerance) return 'missing'
      return single.riskTolerance.expiresOn < local().date ? 'expired' : 'valid'
    }),
    distress: once(() => distressOf(subject, local().date)),
    /** When marketing decided now may go out at the earliest; undefined where it never may. */
    marketingFrom: once(() => marketingAllowedFrom(now, zonesOf(subject), settings.marketingHours)),
  }
}

export type Circumstances = ReturnType<typeof circumstancesOf>
