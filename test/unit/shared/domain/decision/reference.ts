import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { type Condition, conditionFields } from '#shared/domain/campaign/condition.ts'
import { compileCondition } from '#shared/domain/campaign/evaluate.ts'
import { fieldNames, fieldOf } from '#shared/domain/campaign/fields.ts'
import { Circumstances, type DecisionSubject } from '#shared/domain/decision/circumstances.ts'
import { readField } from '#shared/domain/decision/facts.ts'
import type { RecentContact } from '#shared/domain/profile/customer-profile.ts'
import { spreadHash, unitHash } from '#shared/domain/stable-hash.ts'
import type { Channel } from '#shared/domain/vocabulary.ts'

/**
 * The rules once more, as slowly and plainly as they can be written: no index, no bits, nothing computed once. What
 * `decide` must agree with (DESIGN.md, RULES.md).
 */
interface Walk {
  readonly subject: DecisionSubject
  readonly campaign: Campaign
  readonly holds: (condition: Condition) => boolean
  channels: Channel[]
  sends: boolean
  handedOver?: string
}

export interface Outcome {
  readonly id: string
  readonly fate: string
}

export interface Winner {
  readonly id: string
  readonly channel: Channel | undefined
  /** Epoch milliseconds at which its message leaves. */
  readonly leavesAt: number
  readonly task: boolean
  readonly handedOver: string | undefined
}

const HOUR = 3_600_000
const QUARTER = HOUR / 4

const formats = new Map<string, Intl.DateTimeFormat>()

/** What a zone's wall shows: date and hour. */
export const wallOf = (at: number, timeZone: string): { date: string; hour: number } => {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  formats.set(timeZone, format)
  const shown = format.format(at)
  return { date: shown.slice(0, 10), hour: Number(shown.slice(11, 13)) }
}

const exists = (timeZone: string): boolean => {
  try {
    wallOf(0, timeZone)
    return true
  } catch {
    return false
  }
}

/** The zones that count for marketing hours. */
export const zonesOf = ({ profile, settings }: DecisionSubject): readonly string[] => {
  const own = profile.single.timeZone
  if (own !== undefined && exists(own)) return [own]
  return settings.candidateZones.length > 0 ? settings.candidateZones : [settings.timeZone]
}

export const isOpen = (at: number, subject: DecisionSubject): boolean =>
  zonesOf(subject).every((zone) => {
    const { hour } = wallOf(at, zone)
    return hour >= subject.settings.marketingHours.from && hour < subject.settings.marketingHours.to
  })

/** Looks at every quarter of an hour of three days: clocks everywhere change their hour on one. */
const opensAt = (subject: DecisionSubject): number | undefined => {
  const now = subject.now.getTime()
  if (isOpen(now, subject)) return now
  for (let at = Math.ceil(now / QUARTER) * QUARTER; at <= now + 72 * HOUR; at += QUARTER)
    if (isOpen(at, subject)) return at
  return undefined
}

const signalAt = ({ signal }: DecisionSubject): number => Date.parse(signal.dueAt ?? signal.at)

const endOf = (campaign: Campaign, subject: DecisionSubject): number =>
  Math.min(
    signalAt(subject) + campaign.expiresAfterHours * HOUR,
    campaign.validUntil === undefined ? Number.POSITIVE_INFINITY : Date.parse(campaign.validUntil),
  )

const leavesAt = (campaign: Campaign, subject: DecisionSubject): number => {
  const now = subject.now.getTime()
  const from = campaign.purpose === 'marketing' ? opensAt(subject) : now
  if (from === undefined || from === now) return now
  const { signal } = subject
  const later = from + Math.floor(unitHash(`${campaign.id}:${signal.customerId}:${signal.id}`) * (HOUR / 2))
  return later < endOf(campaign, subject) && isOpen(later, subject) ? later : from
}

const today = ({ profile, settings, now }: DecisionSubject): string => {
  const own = profile.single.timeZone
  return wallOf(now.getTime(), own !== undefined && exists(own) ? own : settings.timeZone).date
}

/** At least this old; also where nobody knows. Nobody generated is born on a February 29. */
const mayBeOlderThan = (years: number, subject: DecisionSubject): boolean => {
  const { birthDate } = subject.profile.single
  if (birthDate === undefined) return true
  return `${Number(birthDate.slice(0, 4)) + years}${birthDate.slice(4)}` <= today(subject)
}

const isPoor = (subject: DecisionSubject): boolean => {
  const { profile, settings, signal } = subject
  const negative = [...profile.balances].some(([id, { minor }]) => {
    const account = profile.accounts.get(id)
    return minor < 0 && !account?.closedOn && !['credit', 'loan'].includes(account?.kind ?? '')
  })
  const { lowBalance } = profile.single
  const utcToday = subject.now.toISOString().slice(0, 10)
  const days =
    lowBalance === undefined ? Infinity : (Date.parse(utcToday) - Date.parse(lowBalance)) / (24 * HOUR)
  return negative || signal.type === 'LowBalance' || days <= settings.distressDays
}

const isPersonal = ({ trigger, audience, propensity, context }: Campaign): boolean =>
  'signals' in trigger ||
  [audience, ...propensity.adjust.map(({ when }) => when), ...context.map(({ when }) => when)].some(
    (condition) => condition && conditionFields(condition).some((field) => fieldOf(field).personal),
  )

const isCapped = (
  { campaign, subject }: Pick<Walk, 'campaign' | 'subject'>,
  channel: Channel,
  contacts: readonly RecentContact[],
): boolean => {
  if (campaign.flags.mandatoryNotice) return false
  const at = Math.floor(leavesAt(campaign, subject) / 1000)
  const within = (contact: RecentContact, days: number) => Math.abs(contact.at - at) < days * 86_400
  const { minDaysBetween } = campaign
  if (
    minDaysBetween !== undefined &&
    contacts.some((contact) => contact.own?.campaign === campaign.id && within(contact, minDaysBetween))
  )
    return true
  const cap = subject.settings.caps[campaign.purpose]
  const alike = contacts.filter((one) => one.purpose === campaign.purpose && one.channel === channel)
  return (
    cap !== undefined &&
    (alike.filter((one) => within(one, 1)).length >= cap.perDay ||
      alike.filter((one) => within(one, 7)).length >= cap.perWeek)
  )
}

const riskOf = ({ product }: Campaign): number => Math.max(0, ...(product?.risk ?? []))

/** Leaves only channels that pass. @returns whether none is left */
const closes = (walk: Walk, isOpenFor: (channel: Channel) => boolean): boolean => {
  walk.channels = walk.channels.filter(isOpenFor)
  return walk.channels.length === 0
}

type Gate = readonly [code: string, about: 'any' | 'message', refuses: (walk: Walk) => boolean]

const gates: readonly Gate[] = [
  [
    'stopped',
    'any',
    ({ campaign, subject }) => ['drain', 'stop'].includes(subject.settings.operations[campaign.purpose]),
  ],
  ['not-live', 'any', ({ campaign }) => campaign.status !== 'live'],
  [
    'not-valid',
    'any',
    ({ campaign: { validFrom, validUntil }, subject: { now } }) =>
      (validFrom !== undefined && now < new Date(validFrom)) ||
      (validUntil !== undefined && now >= new Date(validUntil)),
  ],
  [
    'signal-expired',
    'any',
    ({ campaign, subject }) => subject.now.getTime() > signalAt(subject) + campaign.expiresAfterHours * HOUR,
  ],
  [
    'holdout',
    'any',
    ({ campaign: { id, holdout }, subject }) =>
      unitHash(subject.profile.customerId, spreadHash(id)) < holdout,
  ],
  ['customer-unknown', 'any', ({ subject }) => !subject.profile.known],
  [
    'account-closed',
    'any',
    ({ subject: { signal, profile } }) => {
      const account = profile.accounts.get(String(signal.data.accountId ?? ''))
      return account?.closedOn !== undefined
    },
  ],
  [
    'no-consent',
    'message',
    (walk) =>
      closes(walk, (channel) => {
        const given = walk.subject.profile.consents.get(`${walk.campaign.purpose}:${channel}`)
        return walk.campaign.purpose === 'service' ? given !== false : given === true
      }),
  ],
  [
    'suppressed',
    'message',
    (walk) =>
      closes(walk, (channel) => {
        const reason = walk.subject.profile.suppressions.get(channel)?.reason
        if (reason === undefined) return true
        return walk.campaign.purpose === 'service' && reason !== 'bounced' && reason !== 'opted-out'
      }),
  ],
  [
    'vulnerable',
    'any',
    ({ campaign, subject }) => {
      if (!subject.profile.single.vulnerability) return false
      if (campaign.product?.kind === 'credit') return true
      return campaign.purpose === 'marketing' && !campaign.flags.vulnerable
    },
  ],
  [
    'open-complaint',
    'any',
    ({ campaign, subject }) =>
      campaign.purpose === 'marketing' && subject.profile.single.openComplaint === true,
  ],
  [
    'care-first',
    'message',
    ({ campaign, subject }) =>
      campaign.purpose === 'marketing' &&
      subject.signal.type === 'LargeWithdrawal' &&
      (mayBeOlderThan(subject.settings.seniorAge, subject) || Boolean(subject.profile.single.vulnerability)),
  ],
  [
    'assessment-missing',
    'any',
    ({ campaign, subject }) => riskOf(campaign) > 0 && !subject.profile.single.riskTolerance,
  ],
  [
    'assessment-expired',
    'any',
    ({ campaign, subject }) =>
      riskOf(campaign) > 0 && (subject.profile.single.riskTolerance?.expiresOn ?? '') < today(subject),
  ],
  [
    'unsuitable',
    'any',
    ({ campaign, subject }) => riskOf(campaign) > (subject.profile.single.riskTolerance?.level ?? 0),
  ],
  [
    'senior-risk',
    'message',
    ({ campaign, subject }) => riskOf(campaign) > 2 && mayBeOlderThan(subject.settings.seniorAge, subject),
  ],
  [
    'distress',
    'any',
    ({ campaign, subject }) =>
      campaign.product?.kind === 'credit' && !campaign.flags.distressHelp && isPoor(subject),
  ],
  [
    'no-personalisation',
    'any',
    ({ campaign, subject }) =>
      campaign.purpose === 'marketing' &&
      isPersonal(campaign) &&
      subject.profile.single.personalisation === false,
  ],
  ['audience', 'any', ({ campaign, holds }) => campaign.audience !== undefined && !holds(campaign.audience)],
  [
    'capped',
    'message',
    (walk) => closes(walk, (channel) => !isCapped(walk, channel, walk.subject.profile.recentContacts)),
  ],
  [
    'unreachable',
    'message',
    (walk) =>
      closes(walk, (channel) => {
        const reach = walk.subject.profile.single.reach ?? []
        return channel === 'inapp' || reach.includes(channel === 'email' ? 'email' : 'phone')
      }),
  ],
  [
    'quiet-hours',
    'message',
    ({ campaign, subject }) => {
      if (campaign.purpose !== 'marketing') return false
      const from = opensAt(subject)
      return from === undefined || from >= endOf(campaign, subject)
    },
  ],
]

const handsOver = new Set(['care-first', 'senior-risk'])

/** Walks one candidate through all gates. @returns the code that refused it */
const refusedBy = (walk: Walk): string | undefined => {
  for (const [code, about, refuses] of gates) {
    if (about === 'message' && !walk.sends) continue
    if (!refuses(walk)) continue
    if (!handsOver.has(code)) return code
    walk.handedOver = code
    walk.sends = false
  }
  return undefined
}

const wants = ({ trigger, id }: Campaign, { signal }: DecisionSubject, holds: Walk['holds']): boolean =>
  'signals' in trigger
    ? trigger.signals.some(({ type, where }) => type === signal.type && (!where || holds(where)))
    : signal.type === 'Scheduled' && signal.data.campaignId === id

const scoreOf = ({ propensity, context, expectedValue }: Campaign, holds: Walk['holds']): number => {
  const times = (adjustments: typeof context) =>
    adjustments.filter(({ when }) => holds(when)).reduce((factor, each) => factor * each.times, 1)
  return Math.min(1, propensity.base * times(propensity.adjust)) * expectedValue * times(context)
}

const contactOf = (
  { campaign, subject }: Pick<Walk, 'campaign' | 'subject'>,
  channel: Channel,
): RecentContact => {
  const { id, purpose, minDaysBetween: days } = campaign
  const at = Math.floor(leavesAt(campaign, subject) / 1000)
  return { purpose, channel, at, ...(days === undefined ? {} : { own: { campaign: id, days } }) }
}

/** Every candidate through every gate, one after the other; then the best of those that are left. */
export const naiveDecision = (
  subject: DecisionSubject,
  campaigns: readonly Campaign[],
): { fates: Outcome[]; winners: Winner[] } => {
  const circumstances = new Circumstances(subject)
  const facts = fieldNames.map((name) => readField(name, circumstances))
  const holds = (condition: Condition) => compileCondition(condition)(facts)
  const fates = new Map<string, string>()
  const left: (Walk & { score: number; task: boolean })[] = []
  for (const campaign of campaigns) {
    if (!wants(campaign, subject, holds)) continue
    const { task: of } = campaign
    const makesTask = of !== undefined && (of.when === undefined || holds(of.when))
    const sends = !(makesTask && of.mode === 'instead')
    const walk: Walk = { subject, campaign, holds, channels: [...campaign.channels], sends }
    const code = refusedBy(walk)
    fates.set(campaign.id, code ?? 'outranked')
    const task = makesTask || walk.handedOver !== undefined
    if (code === undefined) left.push({ ...walk, score: scoreOf(campaign, holds), task })
  }
  const isOffer = ({ campaign }: Walk) => (campaign.purpose === 'marketing' ? 1 : 0)
  left.sort(
    (a, b) =>
      isOffer(a) - isOffer(b) ||
      b.campaign.priority - a.campaign.priority ||
      b.score - a.score ||
      (a.campaign.id < b.campaign.id ? -1 : 1),
  )
  const winners: Winner[] = []
  const won: typeof left = []
  const contacts = [...subject.profile.recentContacts]
  for (const one of left) {
    const topic = ({ campaign }: Walk) => campaign.topic ?? campaign.id
    if (won.length === 4 || won.some((other) => topic(other) === topic(one))) continue
    if (isOffer(one) === 1 && won.some((other) => isOffer(other) === 1)) continue
    if (one.handedOver !== undefined && won.some((other) => other.task)) continue
    const channel = one.sends ? one.channels.find((each) => !isCapped(one, each, contacts)) : undefined
    if (one.sends && channel === undefined) continue
    const { campaign, task, handedOver } = one
    won.push(one)
    if (channel) contacts.push(contactOf(one, channel))
    winners.push({ id: campaign.id, channel, leavesAt: leavesAt(campaign, subject), task, handedOver })
    fates.set(campaign.id, 'won')
  }
  return {
    fates: [...fates].map(([id, fate]) => ({ id, fate })).sort((a, b) => (a.id < b.id ? -1 : 1)),
    winners,
  }
}
