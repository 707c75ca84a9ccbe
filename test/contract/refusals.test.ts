import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { refusalOf } from '#events/refusal.ts'
import { bankEventContracts, parseBankEvent } from '#events/registry.ts'

type Path = readonly (string | number)[]

/** A copy with one place changed; `undefined` takes it away. */
const changed = (value: unknown, [key, ...rest]: Path, to: unknown): unknown => {
  if (key === undefined) return to
  const copy = structuredClone(value) as Record<string | number, unknown>
  if (rest.length === 0 && to === undefined) delete copy[key]
  else copy[key] = changed(copy[key], rest, to)
  return copy
}

const exampleOf = (name: string) => bankEventContracts.find((contract) => contract.name === name)?.example

const parseChanged = (name: string, path: string, to: unknown) =>
  parseBankEvent(name, changed(exampleOf(name), path.split('.'), to))

const id = 'expected identifier of A-Z a-z 0-9 . _ : - (at most 64)'
const eventId = 'expected identifier of A-Z a-z 0-9 . _ : - (at most 128)'
const dateTime = 'expected ISO 8601 date-time with offset (1900 to 2999)'
const date = 'expected date YYYY-MM-DD (1900 to 2999)'
const zone = 'expected IANA time zone name'
const phone = 'expected phone number in E.164'
const email = 'expected email address'
const currency = 'expected ISO 4217 currency code'

describe('refused, with the place and what is expected there', () => {
  it.each<[name: string, path: string, to: unknown, expected: string]>([
    ['CardChanged', 'metadata.eventId', undefined, 'expected string'],
    ['CardChanged', 'metadata.eventId', '', eventId],
    ['CardChanged', 'metadata.eventId', 'a b', eventId],
    ['CardChanged', 'metadata.eventId', 'a'.repeat(129), eventId],
    ['CardChanged', 'metadata.version', 2, 'expected 1'],
    ['CardChanged', 'metadata.version', '1', 'expected 1'],
    ['CardChanged', 'metadata.version', undefined, 'expected 1'],
    ['CardChanged', 'metadata.occurredAt', '2026-03-27T12:00:00', dateTime],
    ['CardChanged', 'metadata.occurredAt', '2026-02-29T12:00:00Z', dateTime],
    ['CardChanged', 'metadata.occurredAt', '2026-03-27T24:00:00Z', dateTime],
    ['CardChanged', 'metadata.occurredAt', '2026-03-27T12:00:00+15:00', dateTime],
    ['CardChanged', 'metadata.occurredAt', '3000-01-01T00:00:00Z', dateTime],
    ['CardChanged', 'metadata.occurredAt', '+012026-01-01T00:00:00Z', dateTime],
    ['CardChanged', 'metadata.occurredAt', '1899-12-31T23:59:59Z', dateTime],
    ['CardChanged', 'metadata.occurredAt', 1_774_612_800_000, 'expected string'],
    ['CardChanged', 'metadata.correlationId', 'a\nb', 'expected line of 1 to 128 characters'],
    ['CardChanged', 'data.customerId', null, 'expected string'],
    ['CardChanged', 'data.customerId', '-C1', id],
    ['CardChanged', 'data.customerId', 'C#1', id],
    ['CardChanged', 'data.customerId', 'a'.repeat(65), id],
    ['CardChanged', 'data.expiresOn', '2026-04-31', date],
    ['CardChanged', 'data.expiresOn', '2026-00-10', date],
    ['CardChanged', 'data.expiresOn', '2026-4-3', date],
    ['CardChanged', 'data.expiresOn', '2026-04-30T00:00:00Z', date],
    ['CustomerProfileChanged', 'data.birthDate', '2100-02-29', date],
    ['CustomerProfileChanged', 'data.birthCalendar', 'julian', 'expected one of gregorian, chinese'],
    ['CustomerProfileChanged', 'data.timeZone', '+01:00', zone],
    ['CustomerProfileChanged', 'data.timeZone', 'Europe/Atlantis', zone],
    ['CustomerProfileChanged', 'data.timeZone', '', zone],
    ['CustomerProfileChanged', 'data.locale', 'cs_CZ', 'expected BCP 47 language tag'],
    ['CustomerProfileChanged', 'data.locale', 'en-a', 'expected BCP 47 language tag'],
    ['CustomerProfileChanged', 'data.contact.phone', '00420601234567', phone],
    ['CustomerProfileChanged', 'data.contact.phone', '+420 601 234 567', phone],
    ['CustomerProfileChanged', 'data.contact.email', 'nobody', email],
    ['CustomerProfileChanged', 'data.contact.email', 'a@b', email],
    ['CustomerProfileChanged', 'data.contact.email', 'a@b.cz\r\nBcc: c@d.cz', email],
    ['CustomerProfileChanged', 'data.contact.email', `${'a'.repeat(65)}@example.com`, email],
    ['CustomerProfileChanged', 'data.contact.fullName', ' ', 'expected line of 1 to 200 characters'],
    [
      'CustomerProfileChanged',
      'data.contact.fullName',
      'A\r\nBcc: x',
      'expected line of 1 to 200 characters',
    ],
    ['CustomerProfileChanged', 'data.contact.fullName', '\ud800', 'expected line of 1 to 200 characters'],
    [
      'CustomerProfileChanged',
      'data.contact.fullName',
      'a'.repeat(201),
      'expected line of 1 to 200 characters',
    ],
    [
      'CustomerProfileChanged',
      'data.riskTolerance',
      { level: 6, expiresOn: '2027-01-01' },
      'expected at most 5',
    ],
    [
      'CustomerProfileChanged',
      'data.riskTolerance',
      { level: 0, expiresOn: '2027-01-01' },
      'expected at least 1',
    ],
    ['CustomerProfileChanged', 'data.openComplaint', null, 'expected boolean'],
    ['CustomerProfileChanged', 'data.products', new Array(51).fill('a'), 'expected 0 to 50 items'],
    ['CustomerProfileChanged', 'data.products', {}, 'expected array'],
    ['CustomerProfileChanged', 'data.consents', new Array(21).fill({}), 'expected 0 to 20 items'],
    ['AccountChanged', 'data.currency', 'XYZ', currency],
    ['AccountChanged', 'data.currency', 'czk', currency],
    ['AccountChanged', 'data.lowBalanceThreshold.currency', 'EUR', 'expected the currency of the account'],
    ['TransactionPosted', 'data.amount.minorUnits', 1.5, 'expected int'],
    ['TransactionPosted', 'data.amount.minorUnits', 2 ** 53, 'expected at most 9007199254740991'],
    ['TransactionPosted', 'data.amount.minorUnits', Number.POSITIVE_INFINITY, 'expected number'],
    ['TransactionPosted', 'data.amount.minorUnits', 'NaN', 'expected number'],
    ['TransactionPosted', 'data.amount', null, 'expected object'],
    ['TransactionPosted', 'data.amount', [], 'expected object'],
    ['TransactionPosted', 'data.balanceAfter.currency', 'EUR', 'expected the currency of amount'],
    ['TransactionPosted', 'data.sequence', -1, 'expected at least 0'],
    ['LowBalanceDetected', 'data.threshold.currency', 'EUR', 'expected the currency of balance'],
    ['LargeDepositDetected', 'data.amount.minorUnits', 0, 'expected at least 1'],
    ['LargeWithdrawalDetected', 'data.amount.minorUnits', -5, 'expected at least 1'],
    ['CardExpiryApproaching', 'data.daysLeft', 367, 'expected at most 366'],
    ['CardExpiryApproaching', 'data.daysLeft', -1, 'expected at least 0'],
    ['BirthdayReached', 'data.on', '06-02', date],
    ['BirthdayReached', 'data.calendar', 'julian', 'expected one of gregorian, chinese'],
    ['BankEventBatch', 'data.events', [], 'expected 1 to 500 items'],
    ['BankEventBatch', 'data.events', new Array(501).fill({}), 'expected 1 to 500 items'],
    ['BankEventBatch', 'data.events', { length: 1 }, 'expected array'],
    ['BankEventBatch', 'data.events', undefined, 'expected array'],
  ])('%s %s', (name, path, to, expected) => {
    const result = parseChanged(name, path, to)
    const reason = result.ok ? 'taken' : result.reason
    // A wrong place in it makes a compound wrong too, at a path below.
    expect(reason).toContain(path)
    expect(reason.endsWith(`: ${expected}`), reason).toBe(true)
  })

  it('names the place in a list', () => {
    const result = parseChanged('CustomerProfileChanged', 'data.consents', [{ purpose: 'service' }])
    expect(result).toMatchObject({
      ok: false,
      reason: expect.stringContaining(
        'data.consents[0].channel: expected one of email, sms, push, inapp, phone',
      ),
    })
  })

  it('names three places and counts the others', () => {
    expect(parseBankEvent('TransactionPosted', { metadata: {}, data: {} })).toEqual({
      ok: false,
      reason:
        'metadata.eventId: expected string; metadata.occurredAt: expected string; metadata.version: expected 1; and 6 more',
    })
  })

  it('cuts and cleans a name that nobody knows', () => {
    const result = parseBankEvent(`Evil\n\u202e${'x'.repeat(1000)}`, {})
    expect(result).toEqual({ ok: false, reason: `unknown detail-type Evil??${'x'.repeat(58)}` })
  })

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('knows no event called %s', (name) => {
    expect(parseBankEvent(name, {})).toEqual({ ok: false, reason: `unknown detail-type ${name}` })
  })
})

describe('a reason', () => {
  it('is cut at 500 characters, however deep the place', () => {
    const schema = z.object({ ['long'.repeat(200)]: z.string() })
    const { error } = schema.safeParse({})
    const reason = refusalOf(error?.issues ?? [], 'detail')
    expect(reason).toHaveLength(500)
    expect(reason.startsWith('longlong')).toBe(true)
  })
})

describe('taken', () => {
  it.each<[name: string, path: string, to: unknown]>([
    ['CardChanged', 'metadata.occurredAt', '2024-02-29T23:59:59.123456789+14:00'],
    ['CardChanged', 'metadata.occurredAt', '2026-03-27T12:00Z'],
    ['CardChanged', 'metadata.eventId', 'a'.repeat(128)],
    ['CustomerProfileChanged', 'data.birthDate', '2000-02-29'],
    ['CustomerProfileChanged', 'data.timeZone', 'UTC'],
    ['CustomerProfileChanged', 'data.timeZone', 'Asia/Kolkata'],
    ['CustomerProfileChanged', 'data.timeZone', 'America/Argentina/Buenos_Aires'],
    ['CustomerProfileChanged', 'data.locale', 'zh-Hans-CN'],
    ['CustomerProfileChanged', 'data.contact.fullName', '李小龙'],
    ['CustomerProfileChanged', 'data.vulnerability', { reason: 'bereavement', reviewOn: '2026-12-01' }],
    ['CustomerProfileChanged', 'data.products', []],
    ['AccountChanged', 'data.lowBalanceThreshold', undefined],
    ['TransactionPosted', 'data.amount.minorUnits', 0],
    ['TransactionPosted', 'data.balanceAfter.minorUnits', Number.MIN_SAFE_INTEGER],
    ['CardExpiryApproaching', 'data.daysLeft', 0],
  ])('%s %s', (name, path, to) => {
    expect(parseChanged(name, path, to)).toMatchObject({ ok: true })
  })

  it('takes a profile that says nothing but whose it is', () => {
    const { metadata } = bankEventContracts[0].example
    expect(parseBankEvent('CustomerProfileChanged', { metadata, data: { customerId: 'C1' } })).toMatchObject({
      ok: true,
    })
  })
})
