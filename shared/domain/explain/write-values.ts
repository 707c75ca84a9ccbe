import type { ConditionTest } from '#shared/domain/campaign/condition.ts'
import { type ConditionField, type FieldValue, fieldOf, fields } from '#shared/domain/campaign/fields.ts'
import type { Words } from '#shared/domain/explain/words/words.ts'
import { minorUnitDigits } from '#shared/domain/money.ts'
import type { Fact, Money } from '#shared/domain/vocabulary.ts'

/** A value as a reader of one language and zone wants to see it. */
export interface ValueWriter {
  readonly number: (value: number) => string
  readonly money: (value: Money) => string
  /** @param instant ISO 8601 */
  readonly time: (instant: string) => string
  /** A field's value, or what a condition compares it with. */
  readonly field: (field: ConditionField, value: FieldValue | ConditionTest['value']) => string
  /** A recorded or a campaign's value, or what a signal carries, by its name. */
  readonly named: (name: string, value: Fact) => string
  /** What a field of the catalogue is called; undefined for any other name. */
  readonly label: (name: string) => string | undefined
}

/** Intl parts amounts and codes by blanks that do not break; a reader wants to find what he types. */
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ')

const moneyWriter =
  ({ locale, currencyDisplay }: Words) =>
  ({ minorUnits, currency }: Money): string => {
    const digits = minorUnitDigits(currency)
    const amount = minorUnits / 10 ** digits
    const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits }
    if (!/^[A-Z]{3}$/.test(currency))
      return `${new Intl.NumberFormat(locale, fraction).format(amount)} ${currency}`
    const style = { style: 'currency', currency, currencyDisplay } as const
    return plain(new Intl.NumberFormat(locale, { ...style, ...fraction }).format(amount))
  }

const timeWriter = ({ locale }: Words, timeZone: string) => {
  const format = new Intl.DateTimeFormat(locale, {
    timeZone,
    dateStyle: 'long',
    timeStyle: 'medium',
    hourCycle: 'h23',
  })
  return (instant: string): string => {
    const at = new Date(instant)
    return Number.isNaN(at.getTime()) ? instant : plain(format.format(at).replace(' at ', ', '))
  }
}

const dateWriter = ({ locale }: Words) => {
  const format = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', dateStyle: 'long' })
  return (date: string): string =>
    /^\d{4}-\d{2}-\d{2}$/.test(date) ? plain(format.format(new Date(`${date}T00:00:00Z`))) : date
}

const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined

/** `email,sms` in words. */
const listOf = ({ comma, none }: Words, text: string, names: Readonly<Record<string, string>>): string =>
  text === 'none'
    ? none
    : text
        .split(',')
        .map((name) => own(names, name) ?? name)
        .join(comma)

/** `email:bounced,sms:unsubscribed` in words. */
const suppressionsOf = (words: Words, text: string): string => {
  if (text === 'none') return words.none
  const [open, close] = words.brackets
  const one = (pair: string): string => {
    const [channel = '', reason = ''] = pair.split(':')
    return `${own(words.channels, channel) ?? channel}${open}${own(words.suppressions, reason) ?? reason}${close}`
  }
  return text.split(',').map(one).join(words.comma)
}

const CONTACT = /^(service|marketing) (email|sms|inapp) (\d{2})-(\d{2})T(\d{2})(?: (\S+))?$/

/** `marketing email 05-30T10 campaign; …` in words; the record cuts the text, so what is no whole contact is left out. */
const contactsOf = (words: Words, text: string): string => {
  if (text === 'none') return words.none
  const format = new Intl.DateTimeFormat(words.locale, { timeZone: 'UTC', day: 'numeric', month: 'long' })
  const found = text.split('; ').map((contact) => CONTACT.exec(contact))
  const written = found.flatMap((match) => {
    if (!match) return []
    const [, purpose = '', channel = '', month, day, hour, campaign] = match
    // The record has no year; a leap year knows every day.
    const date = format.format(Date.UTC(2024, Number(month) - 1, Number(day)))
    const time = `${date}${words.language === 'zh' ? '' : ' '}${hour}:00`
    const [purposeName, channelName] = [own(words.purposes, purpose), own(words.channels, channel)]
    return [words.phrases.contact(purposeName ?? purpose, channelName ?? channel, time, campaign)]
  })
  const whole = written.length === found.length && text.length < 120
  return [...written, ...(whole ? [] : [words.phrases.more])].join(words.semicolon)
}

const isMoney = (value: unknown): value is Money =>
  typeof value === 'object' && value !== null && 'minorUnits' in value

/** Writes the values of one explanation. @param timeZone IANA name */
export const valueWriter = (words: Words, timeZone: string): ValueWriter => {
  const { locale, comma, yes, no, unknown, none, phrases } = words
  const numbers = new Intl.NumberFormat(locale, { maximumSignificantDigits: 6 })
  const shares = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 })
  const money = moneyWriter(words)
  const time = timeWriter(words, timeZone)
  const date = dateWriter(words)
  const number = (value: number): string => numbers.format(value)
  const days = (value: number): string => phrases.days(number(value))

  const scalar = (value: string | number | boolean): string => {
    if (typeof value === 'boolean') return value ? yes : no
    return typeof value === 'number' ? number(value) : value
  }

  const risk = (letter: string) => (value: Fact) =>
    typeof value === 'number' ? `${letter}${value}` : unknown
  const texts: Readonly<Record<string, (text: string) => string>> = {
    'consent.service': (text) => listOf(words, text, words.channels),
    'consent.marketing': (text) => listOf(words, text, words.channels),
    'campaign.channels': (text) => listOf(words, text, words.channels),
    reach: (text) => listOf(words, text, words.channels),
    zone: (text) => listOf(words, text, {}),
    suppressed: (text) => suppressionsOf(words, text),
    recentContacts: (text) => contactsOf(words, text),
    distress: (text) => own(words.distress, text) ?? text,
    'campaign.product': (text) => own(words.choices, text) ?? text,
    heldUntil: time,
    'campaign.validFrom': time,
    'campaign.validUntil': time,
    'account.closedOn': date,
    'vulnerability.reviewOn': date,
    'riskTolerance.expiresOn': date,
    on: date,
    expiresOn: date,
    tier: (text) => own(words.choices, text) ?? text,
    previousTier: (text) => own(words.choices, text) ?? text,
    calendar: (text) => own(words.choices, text) ?? text,
  }
  const counts: Readonly<Record<string, (count: number) => string>> = {
    'signal.ageHours': (count) => phrases.hours(number(count)),
    'campaign.expiresAfterHours': (count) => phrases.hours(number(count)),
    'campaign.minDaysBetween': days,
    'campaign.holdout': (share) => shares.format(share),
    'local.hour': phrases.hour,
    'now.hour': phrases.hour,
    'riskTolerance.level': risk('C'),
    'customer.riskLevel': risk('C'),
    'campaign.risk': risk('R'),
    daysLeft: days,
    months: (count) => (words.language === 'zh' ? phrases.months(number(count)) : number(count)),
  }

  const one = (name: string, value: string | number | boolean): string => {
    if (typeof value === 'number') return (own(counts, name) ?? number)(value)
    return typeof value === 'string' ? (own(texts, name)?.(value) ?? value) : scalar(value)
  }

  const field = (name: ConditionField, value: FieldValue | ConditionTest['value']): string => {
    if (value === undefined) return unknown
    if (isMoney(value)) return money(value)
    if (Array.isArray(value))
      return value.length === 0 ? none : value.map((part) => field(name, part)).join(comma)
    if (typeof value === 'object')
      return Object.entries(value)
        .map(([currency, minorUnits]) => money({ minorUnits, currency }))
        .join(words.or)
    const choice = fieldOf(name).kind === 'choice' && typeof value === 'string'
    return (choice ? own(words.choices, value) : undefined) ?? one(name, value)
  }

  const named = (name: string, value: Fact): string => {
    if (value === 'unknown') return unknown
    if (isMoney(value)) return money(value)
    if (!Object.hasOwn(fields, name)) return one(name, value)
    const known = name as ConditionField
    const list = fieldOf(known).kind === 'list' && typeof value === 'string'
    return list ? listOf(words, value, {}) : field(known, value)
  }

  const label = (name: string): string | undefined =>
    Object.hasOwn(fields, name) ? fieldOf(name as ConditionField).label[words.language] : undefined

  return { number, money, time, field, named, label }
}
