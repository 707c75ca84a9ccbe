import type { BankEvent } from '#events/registry.ts'
import type { Bank } from '#infra/local/commands/demo/bank.ts'
import type { Expectation } from '#infra/local/commands/demo/expectation.ts'
import { addDays, dueDate } from '#shared/domain/calendar/local-date.ts'
import { OPT_OUT_CONFIRMATION } from '#shared/domain/message/system-message.ts'
import { defaultSettings } from '#shared/domain/settings.ts'

/** One customer's small story: what the bank knew, what happens, what must come of it. */
export interface Scene {
  readonly customerId: string
  readonly who: string
  readonly what: string
  readonly known: readonly BankEvent[]
  /** What the customer's phone sends before that. */
  readonly replies?: readonly { readonly from: string; readonly text: string; readonly at: string }[]
  readonly happens: readonly BankEvent[]
  /** Sent as they are, past every check of the publisher. */
  readonly raw?: readonly { readonly DetailType: string; readonly Detail: string }[]
  readonly expected: Expectation
}

type ProfileData = Parameters<Bank['profile']>[0]

/** A customer of long standing in Prague, reachable by email and phone, unless told otherwise. */
const customer = (bank: Bank, customerId: string, fullName: string, differs: Partial<ProfileData> = {}) =>
  bank.profile({
    customerId,
    birthDate: '1985-06-15',
    timeZone: 'Europe/Prague',
    locale: 'cs-CZ',
    customerSince: '2015-03-01',
    contact: { fullName, email: `${customerId}@customers.example`, phone: '+420601000001' },
    ...differs,
  })

const serviceOptOut = (now: Date): NonNullable<ProfileData['consents']> =>
  (['email', 'sms', 'inapp'] as const).map((channel) => ({
    purpose: 'service',
    channel,
    granted: false,
    at: now.toISOString(),
    proof: 'letter of the customer',
  }))

/** The year does not matter, the day is kept; a day that is no birthday is half a year away. */
const bornOn = (date: string, age: number): string => {
  const year = Number(date.slice(0, 4)) - age
  const isLeapDay = date.endsWith('02-29')
  return isLeapDay ? `${year}-02-28` : `${year}${date.slice(4)}`
}

const messages = (bank: Bank, now: Date): Scene[] => {
  const inPrague = dueDate(now, 'Europe/Prague', defaultSettings.calendarHour)
  const inLondon = dueDate(now, 'Europe/London', defaultSettings.calendarHour)
  const inShanghai = dueDate(now, 'Asia/Shanghai', defaultSettings.calendarHour)
  const low = bank.transaction('anna', -3_000, 400)
  return [
    {
      customerId: 'anna',
      who: 'Anna Nováková, 40',
      what: 'balance falls to 400 CZK; the bank sends the event twice',
      known: [customer(bank, 'anna', 'Anna Nováková'), bank.account('anna')],
      happens: [low, low],
      expected: { kind: 'message', campaign: 'low-balance-care', channel: 'email', locale: 'cs-CZ' },
    },
    {
      customerId: 'eliska',
      who: 'Eliška Malá, no address known',
      what: 'balance falls below her own limit of 5,000 CZK',
      known: [
        customer(bank, 'eliska', 'Eliška Malá', { contact: { fullName: 'Eliška Malá' } }),
        bank.account('eliska', { lowBalanceThreshold: { minorUnits: 500_000, currency: 'CZK' } }),
      ],
      happens: [bank.transaction('eliska', -2_000, 4_500)],
      expected: { kind: 'message', campaign: 'low-balance-care', channel: 'inapp', locale: 'cs-CZ' },
    },
    {
      customerId: 'liwei',
      who: '李伟 in Shanghai, phone only',
      what: 'card expires in 7 days',
      known: [
        customer(bank, 'liwei', '李伟', {
          timeZone: 'Asia/Shanghai',
          locale: 'zh-Hans-CN',
          contact: { fullName: '李伟', phone: '+8613800000001' },
        }),
        bank.card('liwei', addDays(inShanghai, 7)),
      ],
      happens: [],
      expected: { kind: 'message', campaign: 'card-renewal-reminder', channel: 'sms', locale: 'zh-CN' },
    },
    {
      customerId: 'emma',
      who: 'Emma Brown in London',
      what: 'birthday today',
      known: [
        customer(bank, 'emma', 'Emma Brown', {
          birthDate: bornOn(inLondon, 33),
          timeZone: 'Europe/London',
          locale: 'en-GB',
        }),
      ],
      happens: [],
      expected: { kind: 'message', campaign: 'birthday-greeting', channel: 'email', locale: 'en' },
    },
    {
      customerId: 'karel',
      who: 'Karel Veselý, 41',
      what: 'withdraws 60,000 CZK',
      known: [customer(bank, 'karel', 'Karel Veselý'), bank.account('karel')],
      happens: [bank.transaction('karel', -60_000, 150_000)],
      expected: { kind: 'message', campaign: 'large-withdrawal-care', channel: 'sms', locale: 'cs-CZ' },
    },
    {
      customerId: 'wangfang',
      who: '王芳 in Shanghai, phone only',
      what: 'replies 退订 to an SMS, then withdraws 60,000 CZK',
      known: [
        customer(bank, 'wangfang', '王芳', {
          timeZone: 'Asia/Shanghai',
          locale: 'zh-Hans-CN',
          contact: { fullName: '王芳', phone: '+8613800000002' },
        }),
        bank.account('wangfang'),
      ],
      replies: [{ from: '+8613800000002', text: '退订', at: new Date(now.getTime() - 1_000).toISOString() }],
      happens: [bank.transaction('wangfang', -60_000, 150_000)],
      expected: {
        kind: 'all',
        of: [
          { kind: 'message', campaign: OPT_OUT_CONFIRMATION, channel: 'sms', locale: 'zh-CN' },
          { kind: 'message', campaign: 'large-withdrawal-care', channel: 'inapp', locale: 'zh-CN' },
        ],
      },
    },
    {
      customerId: 'josef',
      who: 'Josef Dvořák, 77',
      what: 'withdraws 90,000 CZK',
      known: [
        customer(bank, 'josef', 'Josef Dvořák', {
          birthDate: bornOn(addDays(inPrague, -100), 77),
          relationshipManagerId: 'RM-7',
        }),
        bank.account('josef'),
      ],
      happens: [bank.transaction('josef', -90_000, 610_000)],
      expected: { kind: 'task', campaign: 'large-withdrawal-care' },
    },
    {
      customerId: 'marie',
      who: 'Marie Horáková, 52, marked vulnerable',
      what: 'withdraws 45,000 CZK',
      known: [
        customer(bank, 'marie', 'Marie Horáková', {
          birthDate: '1974-02-11',
          vulnerability: { reason: 'bereavement', reviewOn: addDays(inPrague, 60) },
          branchId: 'B-12',
        }),
        bank.account('marie'),
      ],
      happens: [bank.transaction('marie', -45_000, 80_000)],
      expected: { kind: 'task', campaign: 'large-withdrawal-care' },
    },
  ]
}

const silences = (bank: Bank, now: Date): Scene[] => {
  const inPrague = dueDate(now, 'Europe/Prague', defaultSettings.calendarHour)
  return [
    {
      customerId: 'tomas',
      who: 'Tomáš Král, wants no service messages',
      what: 'balance falls to 300 CZK',
      known: [customer(bank, 'tomas', 'Tomáš Král', { consents: serviceOptOut(now) }), bank.account('tomas')],
      happens: [bank.transaction('tomas', -1_500, 300)],
      expected: { kind: 'refused', code: 'no-consent' },
    },
    {
      customerId: 'petra',
      who: 'Petra Nová, account closed',
      what: 'last fee takes the balance below the limit',
      known: [customer(bank, 'petra', 'Petra Nová'), bank.account('petra', { closedOn: inPrague })],
      happens: [bank.transaction('petra', -900, 200)],
      expected: { kind: 'refused', code: 'account-closed' },
    },
    {
      customerId: 'jan',
      who: 'Jan Svoboda, customer for 5 days',
      what: 'birthday today',
      known: [
        customer(bank, 'jan', 'Jan Svoboda', {
          birthDate: bornOn(inPrague, 28),
          customerSince: addDays(inPrague, -5),
        }),
      ],
      happens: [],
      expected: { kind: 'refused', code: 'audience' },
    },
    {
      customerId: 'ondrej',
      who: 'Ondřej Beneš',
      what: 'balance fell below the limit 5 days ago, the bank tells us now',
      known: [customer(bank, 'ondrej', 'Ondřej Beneš'), bank.account('ondrej')],
      happens: [bank.transaction('ondrej', -2_000, 100, 5)],
      expected: { kind: 'refused', code: 'signal-expired' },
    },
    {
      customerId: 'nobody',
      who: 'somebody we have no profile of yet',
      what: 'balance falls to 50 CZK',
      known: [],
      happens: [bank.transaction('nobody', -5_000, 50)],
      expected: { kind: 'refused', code: 'customer-unknown' },
    },
    {
      customerId: 'zuzana',
      who: 'Zuzana Černá',
      what: 'deposit of 200,000 CZK; no campaign is about deposits',
      known: [customer(bank, 'zuzana', 'Zuzana Černá'), bank.account('zuzana')],
      happens: [bank.transaction('zuzana', 200_000, 260_000)],
      expected: { kind: 'refused', code: 'no-campaign' },
    },
    {
      customerId: 'lucie',
      who: 'Lucie Bílá',
      what: 'pays 500 CZK, balance stays at 2,000 CZK',
      known: [customer(bank, 'lucie', 'Lucie Bílá'), bank.account('lucie')],
      happens: [bank.transaction('lucie', -500, 2_000)],
      expected: { kind: 'nothing' },
    },
    {
      customerId: 'filip',
      who: 'Filip Doležal, card cancelled',
      what: 'the cancelled card would expire in 7 days',
      known: [
        customer(bank, 'filip', 'Filip Doležal'),
        bank.card('filip', addDays(inPrague, 7), addDays(inPrague, -20)),
      ],
      happens: [],
      expected: { kind: 'nothing' },
    },
    {
      customerId: 'broken',
      who: 'a system of the bank',
      what: 'sends an amount that is no number',
      known: [],
      happens: [],
      raw: [
        {
          DetailType: 'TransactionPosted',
          Detail: JSON.stringify({
            metadata: { eventId: 'demo-broken', occurredAt: now.toISOString(), version: 1 },
            data: {
              customerId: 'broken',
              accountId: 'A-broken',
              transactionId: 'T1',
              amount: { minorUnits: 'NaN', currency: 'CZK' },
              balanceAfter: { minorUnits: 100, currency: 'CZK' },
              kind: 'cash',
            },
          }),
        },
      ],
      expected: { kind: 'parked', reason: 'data.amount.minorUnits' },
    },
  ]
}

/** Every trigger of the starter campaigns, and every way of them to stay silent that a bank meets on its first day. */
export const scenes = (bank: Bank, now: Date): readonly Scene[] => [
  ...messages(bank, now),
  ...silences(bank, now),
]
