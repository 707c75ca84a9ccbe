import type { BankEventName, BankEventNamed } from '#events/registry.ts'
import type { RecordedEntry } from '#infra/local/commands/replay/entries.ts'
import { addDays } from '#shared/domain/calendar/local-date.ts'
import { type Random, randomOf } from '#test/support/random.ts'

/** An entry as PutEvents takes it. */
export type PlainEntry = Pick<RecordedEntry, 'Source' | 'DetailType' | 'Detail'>

export interface Recording {
  /** What the bank knows: profiles with later changes, accounts, cards. */
  readonly known: readonly RecordedEntry[]
  /** Transactions, in the order of their days. */
  readonly happening: readonly RecordedEntry[]
}

export interface RecordingOptions {
  readonly customers: number
  readonly transactionsPerCustomer: number
  readonly seed: number
}

/** First day of the transactions; two days of March 2026. A coarse clock, as banks' old records have it. */
const FIRST_DAY = '2026-03-02'
const DAYS = 4
const BEFORE = '2026-02-20'

const atMidnight = (date: string): string => `${date}T00:00:00Z`

export const recorded = <Name extends BankEventName>(
  name: Name,
  eventId: string,
  date: string,
  data: BankEventNamed<Name>['detail']['data'],
): RecordedEntry => {
  const occurredAt = atMidnight(date)
  const Detail = JSON.stringify({ metadata: { eventId, occurredAt, version: 1 }, data })
  return {
    Source: 'bank.core',
    DetailType: name,
    Detail,
    eventIds: [eventId],
    occurredAt: new Date(occurredAt),
  }
}

const crowns = (minorUnits: number) => ({ minorUnits, currency: 'CZK' })

type Contact = NonNullable<BankEventNamed<'CustomerProfileChanged'>['detail']['data']['contact']>

/** Reached by email, by SMS only, or not at all but in the app. */
const contactOf = (customerId: string, random: Random): Contact => {
  const fullName = `Customer ${customerId}`
  const email = `${customerId.toLowerCase()}@customers.example`
  const phone = `+42060${String(random.int(0, 9_999_999)).padStart(7, '0')}`
  return random.pick<Contact>([
    { fullName, email, phone },
    { fullName, email },
    { fullName, phone },
    { fullName },
  ])
}

const consentsOf = (random: Random) =>
  (['marketing', 'service'] as const).map((purpose) => ({
    purpose,
    channel: random.pick(['email', 'sms', 'inapp'] as const),
    granted: random.next() < 0.5,
    at: atMidnight(random.pick([BEFORE, addDays(BEFORE, 1)])),
    proof: `form ${random.int(1, 99)}`,
  }))

const profileOf = (customerId: string, random: Random): RecordedEntry[] => {
  const monthDay = addDays(FIRST_DAY, random.int(-20, 20)).slice(5)
  const known = recorded('CustomerProfileChanged', `P-${customerId}`, BEFORE, {
    customerId,
    birthDate: `${random.int(1940, 2005)}-${monthDay}`,
    timeZone: random.pick(['Europe/Prague', 'Asia/Shanghai', 'America/New_York']),
    locale: random.pick(['en', 'cs-CZ', 'zh-CN']),
    customerSince: '2015-01-01',
    contact: contactOf(customerId, random),
    consents: consentsOf(random),
  })
  // Of the same day as the first, or of the next: only what they say tells which one counts.
  const changes = Array.from({ length: random.int(0, 2) }, (_, i) =>
    recorded('CustomerProfileChanged', `P-${customerId}-${i}`, addDays(BEFORE, i), {
      customerId,
      locale: random.pick(['en', 'cs-CZ', 'zh-CN']),
      consents: consentsOf(random),
      vulnerability: random.pick([null, { reason: 'bereavement', reviewOn: '2027-01-01' }]),
    }),
  )
  return [known, ...changes]
}

/** Said in an event of its own, so that it comes before the date of birth or after it. */
const keptByChineseCalendar = (customerId: string): RecordedEntry =>
  recorded('CustomerProfileChanged', `B-${customerId}`, addDays(BEFORE, 1), {
    customerId,
    birthCalendar: 'chinese',
  })

const accountsOf = (customerId: string, random: Random): RecordedEntry[] =>
  Array.from({ length: random.int(1, 3) }, (_, i) => i).flatMap((i) => {
    const accountId = `A-${customerId}-${i}`
    const account = () => ({
      customerId,
      accountId,
      kind: random.pick(['current', 'savings', 'current', 'credit'] as const),
      currency: 'CZK',
      ...(random.next() < 0.3 ? { lowBalanceThreshold: crowns(random.int(1, 9) * 100_000) } : {}),
    })
    const first = recorded('AccountChanged', accountId, BEFORE, account())
    return random.next() < 0.3
      ? [first, recorded('AccountChanged', `${accountId}-again`, BEFORE, account())]
      : [first]
  })

const cardsOf = (customerId: string, random: Random): RecordedEntry[] =>
  Array.from({ length: random.int(0, 2) }, (_, i) => {
    const cardId = `K-${customerId}-${i}`
    const expiresOn = addDays(FIRST_DAY, random.pick([1, 3, 8, 9, 31, 32, 200]))
    const cancelled = random.next() < 0.2 ? { cancelledOn: BEFORE } : {}
    return recorded('CardChanged', cardId, BEFORE, {
      customerId,
      cardId,
      product: 'debit',
      expiresOn,
      ...cancelled,
    })
  })

/** Balances that run through low and high, with several transactions of one account on one day. */
const transactionsOf = (customerId: string, accounts: number, count: number, random: Random) => {
  const balances = Array.from({ length: accounts }, () => random.int(0, 60) * 100_000)
  const days = Array.from({ length: count }, () => random.int(0, DAYS - 1)).sort()
  return days.map((day, i) => {
    const account = random.int(0, accounts - 1)
    const amount = random.pick([-50_000, -300_000, -5_000_000, 20_000, 400_000, 6_000_000])
    const balance = (balances[account] ?? 0) + amount
    balances[account] = balance
    const transactionId = `T-${customerId}-${i}`
    return recorded('TransactionPosted', transactionId, addDays(FIRST_DAY, day), {
      customerId,
      accountId: `A-${customerId}-${account}`,
      transactionId,
      amount: crowns(amount),
      balanceAfter: crowns(balance),
      kind: 'transfer',
      // Where the bank counts, its count decides among the transactions of a day.
      ...(account === 0 ? { sequence: i } : {}),
    })
  })
}

/** A stretch of a small bank's life: the same options give the same entries. */
export const recordedStream = ({ customers, transactionsPerCustomer, seed }: RecordingOptions): Recording => {
  const random = randomOf(seed)
  const known: RecordedEntry[] = []
  const happening: RecordedEntry[] = []
  for (let i = 0; i < customers; i++) {
    const customerId = `C${i}`
    const accounts = accountsOf(customerId, random)
    known.push(...profileOf(customerId, random), ...accounts, ...cardsOf(customerId, random))
    if (i % 4 === 1) known.push(keptByChineseCalendar(customerId))
    const different = new Set(accounts.map(({ Detail }) => JSON.parse(Detail).data.accountId)).size
    happening.push(...transactionsOf(customerId, different, transactionsPerCustomer, random))
  }
  return { known, happening: happening.sort((a, b) => Number(a.occurredAt) - Number(b.occurredAt)) }
}

/** The same entries in another order. */
export const mixed = <T>(entries: readonly T[], seed: number): T[] => {
  const random = randomOf(seed)
  return entries
    .map((entry) => ({ entry, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ entry }) => entry)
}
