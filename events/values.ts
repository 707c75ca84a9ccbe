import * as z from 'zod/mini'

/**
 * Attaches what a value means, once, for the catalogue (events/README.md). A copy is described, because one schema
 * serves many fields; unlike `z.describe` it adds nothing to run per event.
 */
export const field = <T extends z.ZodMiniType>(schema: T, description: string): T => {
  const copy = schema.clone(schema._zod.def, { parent: true })
  z.globalRegistry.add(copy, { description })
  return copy
}

/**
 * A string with one test. The length is compared first, so that no pattern ever runs over a huge string.
 *
 * @param expected how the value is named in refusals and in the catalogue
 */
const textOf = (expected: string, maxLength: number, test: (text: string) => boolean) => {
  const accepts = (text: string): boolean => text.length <= maxLength && test(text)
  const schema = z.string().check(z.refine(accepts, { error: `expected ${expected}`, abort: true }))
  z.globalRegistry.add(schema, { format: expected, maxLength })
  return schema
}

const matches = (pattern: RegExp) => (text: string) => pattern.test(text)

/** Remembers texts that passed a costly test; bounded, because spellings that differ by case all pass. */
const remembered = (test: (text: string) => boolean, limit = 2_000) => {
  const passed = new Set<string>()
  return (text: string): boolean => {
    if (passed.has(text)) return true
    if (!test(text)) return false
    if (passed.size >= limit) passed.clear()
    passed.add(text)
    return true
  }
}

const ID = /^[A-Za-z0-9][A-Za-z0-9._:-]*$/

/** The bank's own pseudonymous identifiers; they become parts of keys, hence the narrow alphabet. */
export const identifier = textOf('identifier of A-Z a-z 0-9 . _ : - (at most 64)', 64, matches(ID))
export const eventIdentifier = textOf('identifier of A-Z a-z 0-9 . _ : - (at most 128)', 128, matches(ID))

/** Codes of products, branches and the like. */
export const code = textOf('code of A-Z a-z 0-9 . _ : - (at most 64)', 64, matches(ID))

/** One line: control characters could break out of an email header. */
const hasControl = /\p{Cc}/u
export const line = (maxLength: number) =>
  textOf(
    `line of 1 to ${maxLength} characters`,
    maxLength,
    (text) => text.trim() !== '' && text.isWellFormed() && !hasControl.test(text),
  )

/** Prose may have several lines. */
export const prose = (maxLength: number) =>
  textOf(
    `text of 1 to ${maxLength} characters`,
    maxLength,
    (text) => text.trim() !== '' && text.isWellFormed(),
  )

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

/** Whether `YYYY-MM-DD` at the start of `text` is a real day of 1900 to 2999. The pattern was matched before. */
const startsWithRealDay = (text: string): boolean => {
  const year = Number(text.slice(0, 4))
  const month = Number(text.slice(5, 7))
  const day = Number(text.slice(8, 10))
  const days = month === 2 && isLeap(year) ? 29 : (monthDays[month - 1] ?? 0)
  return year >= 1900 && year <= 2999 && day >= 1 && day <= days
}

const DATE = /^\d{4}-\d\d-\d\d$/
const DATE_TIME =
  /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/

export const date = textOf(
  'date YYYY-MM-DD (1900 to 2999)',
  10,
  (text) => DATE.test(text) && startsWithRealDay(text),
)

/** An instant; the offset is required, because a local time alone names no instant. */
export const dateTime = textOf(
  'ISO 8601 date-time with offset (1900 to 2999)',
  35,
  (text) => DATE_TIME.test(text) && startsWithRealDay(text),
)

const ZONE = /^[A-Za-z][A-Za-z0-9_+/-]*$/
const intlKnowsZone = remembered((timeZone) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone })
    return true
  } catch {
    return false
  }
})

/** `+01:00` is refused (a zone starts with a letter): an offset does not know daylight saving. */
export const timeZone = textOf('IANA time zone name', 64, (text) => ZONE.test(text) && intlKnowsZone(text))

const LOCALE = /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/
const intlKnowsLocale = remembered((locale) => {
  try {
    return Intl.getCanonicalLocales(locale).length === 1
  } catch {
    return false
  }
})
export const locale = textOf('BCP 47 language tag', 35, (text) => LOCALE.test(text) && intlKnowsLocale(text))

export const phone = textOf('phone number in E.164', 16, matches(/^\+[1-9]\d{6,14}$/))

const EMAIL =
  /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}$/
/** ASCII only before the @, which is what SES takes. */
export const email = textOf('email address', 254, (text) => text.indexOf('@') <= 64 && EMAIL.test(text))

const currencies = new Set(Intl.supportedValuesOf('currency'))
export const currency = textOf('ISO 4217 currency code', 3, (text) => currencies.has(text))

/** A safe integer of minor units (cents, haléř) with its currency. */
export const money = z.object({
  minorUnits: field(z.int(), 'whole minor units (cents, haléř)'),
  currency: field(currency, 'currency of the amount'),
})

z.globalRegistry.add(money, { title: 'money' })

/** Money of which there is some: sizes of withdrawals and deposits. */
export const positiveMoney = z.object({
  minorUnits: field(z.int().check(z.minimum(1)), 'whole minor units (cents, haléř), more than 0'),
  currency: field(currency, 'currency of the amount'),
})

z.globalRegistry.add(positiveMoney, { title: 'money, more than 0' })

/**
 * A list with bounds. They are compared before any member is looked at, so that a list of a million wrong members
 * costs no more than its length.
 */
export const list = <T extends z.ZodMiniType>(member: T, minLength: number, maxLength: number) => {
  const fits = (input: unknown): boolean =>
    !Array.isArray(input) || (input.length >= minLength && input.length <= maxLength)
  const error = `expected ${minLength} to ${maxLength} items`
  const schema = z.pipe(z.unknown().check(z.refine(fits, { error, abort: true })), z.array(member))
  z.globalRegistry.add(schema, { minItems: minLength, maxItems: maxLength })
  return schema
}
