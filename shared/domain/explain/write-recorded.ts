import { LONGEST_TEXT } from '#shared/domain/decision/decision-record.ts'
import type { Words } from '#shared/domain/explain/words/words.ts'

type Writers<T> = Readonly<Record<string, (value: T) => string>>

/** Only what the table itself holds: a value may be called `constructor`. */
export const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined

/** `email,sms` in words. */
export const listOf = (
  { comma, none }: Words,
  text: string,
  names: Readonly<Record<string, string>>,
): string =>
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
  const whole = written.length === found.length && text.length < LONGEST_TEXT
  return [...written, ...(whole ? [] : [words.phrases.more])].join(words.semicolon)
}

/** How texts are written that are more than themselves, by the name of the value. */
export const textWriters = (
  words: Words,
  time: (instant: string) => string,
  date: (date: string) => string,
): Writers<string> => {
  const channels = (text: string): string => listOf(words, text, words.channels)
  const choice = (text: string): string => own(words.choices, text) ?? text
  const position = (text: string): string => own(words.switches, text) ?? text
  return {
    'operations.service': position,
    'operations.marketing': position,
    'consent.service': channels,
    'consent.marketing': channels,
    'campaign.channels': channels,
    reach: channels,
    zone: (text) => listOf(words, text, {}),
    suppressed: (text) => suppressionsOf(words, text),
    recentContacts: (text) => contactsOf(words, text),
    distress: (text) => own(words.distress, text) ?? text,
    'campaign.product': choice,
    heldUntil: time,
    'campaign.validFrom': time,
    'campaign.validUntil': time,
    'account.closedOn': date,
    'vulnerability.reviewOn': date,
    'riskTolerance.expiresOn': date,
    on: date,
    expiresOn: date,
    tier: choice,
    previousTier: choice,
    calendar: choice,
  }
}

/** How numbers are written that are more than themselves, by the name of the value. */
export const countWriters = (words: Words, number: (value: number) => string): Writers<number> => {
  const { phrases, locale, language } = words
  const shares = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 })
  const days = (count: number): string => phrases.days(number(count))
  const hours = (count: number): string => phrases.hours(number(count))
  return {
    'signal.ageHours': hours,
    'campaign.expiresAfterHours': hours,
    'campaign.minDaysBetween': days,
    'campaign.holdout': (share) => shares.format(share),
    'local.hour': phrases.hour,
    'now.hour': phrases.hour,
    'riskTolerance.level': (level) => `C${level}`,
    'customer.riskLevel': (level) => `C${level}`,
    'campaign.risk': (level) => `R${level}`,
    daysLeft: days,
    months: (count) => (language === 'zh' ? phrases.months(number(count)) : number(count)),
  }
}
