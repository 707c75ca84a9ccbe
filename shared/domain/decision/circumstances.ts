import { ageOn, daysBetween, type LocalTime, localTime } from '#shared/domain/calendar/local-date.ts'
import { isTimeZone } from '#shared/domain/calendar/zone-offset.ts'
import { type ChannelSet, channelBit } from '#shared/domain/decision/channel-set.ts'
import { marketingAllowedFrom } from '#shared/domain/decision/marketing-hours.ts'
import { type CustomerProfile, consentAllows } from '#shared/domain/profile/customer-profile.ts'
import { isSuppressed } from '#shared/domain/profile/suppression.ts'
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

/**
 * The zones whose marketing hours must be kept: the customer's own, or those of the bank's customers where it is unknown
 * or does not exist (RULES 6).
 */
export const marketingZones = (subject: Pick<DecisionSubject, 'profile' | 'settings'>): readonly string[] => {
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

const distressOf = ({ profile, signal, settings, now }: DecisionSubject): Distress => {
  if (hasNegativeBalance(profile)) return 'negative-balance'
  const { lowBalance } = profile.single
  // The profile keeps it as a date in UTC: by the customer's own a day could be missing from the thirty.
  const today = now.toISOString().slice(0, 10)
  const recent = lowBalance !== undefined && daysBetween(lowBalance, today) <= settings.distressDays
  return recent || signal.type === 'LowBalance' ? 'low-balance-signal' : 'none'
}

const assessmentOf = ({ profile }: DecisionSubject, today: string): Assessment => {
  const { riskTolerance } = profile.single
  if (!riskTolerance) return 'missing'
  return riskTolerance.expiresOn < today ? 'expired' : 'valid'
}

const suppressedFor = (profile: CustomerProfile, purpose: Purpose): ChannelSet =>
  channelsWhere((channel) => isSuppressed(profile, purpose, channel))

const reachable = (profile: CustomerProfile): ChannelSet => {
  const reach = profile.single.reach ?? []
  return channelsWhere(
    (channel) => channel === 'inapp' || reach.includes(channel === 'email' ? 'email' : 'phone'),
  )
}

/**
 * What the gates ask about one customer and moment, each answer worked out once and only if somebody asks: most
 * decisions ask few of these questions, and some ask them for hundreds of campaigns. Campaigns do not come into it: the
 * same answers hold for all candidates of a decision.
 */
export class Circumstances {
  readonly subject: DecisionSubject
  #local: LocalTime | undefined
  #signalAge: number | undefined
  #closedOn: string | undefined
  #zones: readonly string[] | undefined
  #age: number | 'unknown' | undefined
  #assessment: Assessment | undefined
  #distress: Distress | undefined
  #reach: ChannelSet | undefined
  #marketingFrom: Date | 'never' | undefined
  readonly #consented: Partial<Record<Purpose, ChannelSet>> = {}
  readonly #suppressed: Partial<Record<Purpose, ChannelSet>> = {}

  constructor(subject: DecisionSubject) {
    this.subject = subject
  }

  /** What calendar and clock show at the customer's. */
  get local(): LocalTime {
    this.#local ??= localTime(this.subject.now, customerZone(this.subject))
    return this.#local
  }

  /** The customer's zone; those of the bank's customers where it is unknown or does not exist. */
  get zones(): readonly string[] {
    this.#zones ??= marketingZones(this.subject)
    return this.#zones
  }

  /** False where marketing hours had to be guessed from the bank's zones: counted, so that somebody looks. */
  get zoneKnown(): boolean {
    return ownZone(this.subject) !== undefined
  }

  get signalAgeHours(): number {
    const { signal, now } = this.subject
    this.#signalAge ??= (now.getTime() - Date.parse(signalTime(signal))) / HOUR_MS
    return this.#signalAge
  }

  /** YYYY-MM-DD where the signal's account is closed. */
  get accountClosedOn(): string | undefined {
    const { signal, profile } = this.subject
    const { accountId } = signal.data
    this.#closedOn ??=
      (typeof accountId === 'string' ? profile.accounts.get(accountId)?.closedOn : undefined) ?? 'open'
    return this.#closedOn === 'open' ? undefined : this.#closedOn
  }

  /** Channels that the customer's consents leave open to a purpose. */
  consentedFor(purpose: Purpose): ChannelSet {
    const { profile } = this.subject
    this.#consented[purpose] ??= channelsWhere((channel) => consentAllows(profile, purpose, channel))
    return this.#consented[purpose]
  }

  /** Channels that are closed to a purpose. */
  suppressedFor(purpose: Purpose): ChannelSet {
    this.#suppressed[purpose] ??= suppressedFor(this.subject.profile, purpose)
    return this.#suppressed[purpose]
  }

  /** Channels for which there is an address, or none is needed. */
  get reach(): ChannelSet {
    this.#reach ??= reachable(this.subject.profile)
    return this.#reach
  }

  /** Full years; undefined where the birth date is unknown. */
  get age(): number | undefined {
    const { birthDate } = this.subject.profile.single
    this.#age ??= birthDate === undefined ? 'unknown' : ageOn(birthDate, this.local.date)
    return this.#age === 'unknown' ? undefined : this.#age
  }

  get assessment(): Assessment {
    this.#assessment ??= assessmentOf(this.subject, this.local.date)
    return this.#assessment
  }

  get distress(): Distress {
    this.#distress ??= distressOf(this.subject)
    return this.#distress
  }

  /** When marketing decided now may go out at the earliest; undefined where it never may. */
  get marketingFrom(): Date | undefined {
    const { now, settings } = this.subject
    this.#marketingFrom ??= marketingAllowedFrom(now, this.zones, settings.marketingHours) ?? 'never'
    return this.#marketingFrom === 'never' ? undefined : this.#marketingFrom
  }
}
