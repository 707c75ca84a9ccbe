import {
  aRequiredPath,
  type Draft,
  type EventName,
  goodDraft,
  put,
  RawJson,
  remove,
} from '#test/support/hostile-detail.ts'
import type { Random } from '#test/support/random.ts'

/** Makes a good event bad, in one way. */
export type Spoil = (draft: Draft, random: Random) => void

/** A way to be bad, and which events can be bad in this way (all, if none is named). */
export interface HostileKind {
  readonly on?: readonly [EventName, ...EventName[]]
  readonly spoil: Spoil
}

const oneOf =
  (path: string, ...values: readonly [unknown, ...unknown[]]): Spoil =>
  (draft, random) =>
    put(draft, path, random.pick(values))

const nested = (levels: number): RawJson => new RawJson(`${'{"a":['.repeat(levels)}1${']}'.repeat(levels)}`)

/** Fields that are there only by way of the prototype. JSON.parse makes `__proto__` a plain field. */
const byPrototype = (value: unknown): RawJson => {
  const json = JSON.stringify(value)
  return new RawJson(`{"__proto__":${json},"constructor":{"prototype":${json}}}`)
}

const money = ['TransactionPosted', 'LargeDepositDetected', 'LargeWithdrawalDetected'] as const
const profile = ['CustomerProfileChanged'] as const
const batch = ['BankEventBatch'] as const

export const hostileKinds = {
  'missing-field': { spoil: (draft, random) => remove(draft, aRequiredPath(random, draft)) },
  'wrong-type': {
    spoil: (draft, random) =>
      put(draft, aRequiredPath(random, draft), random.pick<unknown>([null, [], {}, true, 'x y', 12.5])),
  },
  'long-text': {
    spoil: (draft, random) => put(draft, aRequiredPath(random, draft), 'A'.repeat(random.int(1_000, 20_000))),
  },
  'deep-nesting': {
    // AWS takes 1,100 levels at most; whatever else writes to the queue need not know.
    spoil: (draft, random) => put(draft, aRequiredPath(random, draft), nested(random.int(5_000, 8_000))),
  },
  'not-a-number': {
    on: money,
    spoil: oneOf(
      'data.amount.minorUnits',
      'NaN',
      null,
      new RawJson('1e400'),
      new RawJson('-1e400'),
      new RawJson('9007199254740993'),
      1.5,
      '100',
      true,
    ),
  },
  'wrong-currency': {
    on: money,
    spoil: oneOf('data.amount.currency', 'ZZZ', 'czk', 'EURO', '', '€', 203, null, '__proto__'),
  },
  'two-currencies': { on: ['TransactionPosted'], spoil: oneOf('data.balanceAfter.currency', 'EUR', 'USD') },
  'prototype-fields': {
    spoil: (draft, random) => {
      const place = random.pick(['data', 'metadata'])
      put(draft, place, byPrototype(draft.detail[place]))
    },
  },
  'prototype-names': {
    spoil: (draft, random) =>
      put(
        draft,
        random.pick(['metadata.eventId', 'metadata.occurredAt', 'data']),
        random.pick(['__proto__', '__defineGetter__']),
      ),
  },
  'unknown-name': {
    spoil: (draft, random) => {
      draft.detailType = random.pick([
        'constructor',
        '__proto__',
        'toString',
        'hasOwnProperty',
        'transactionPosted',
        'TransactionPosted ',
        'TransactionPosted\u200b',
        'DROP TABLE customers',
        '交易',
        '🏦'.repeat(30),
        random.text(128),
      ])
    },
  },
  'wrong-version': { spoil: oneOf('metadata.version', 0, 2, -1, '1', null, 1.1, [1]) },
  'bad-instant': {
    spoil: oneOf(
      'metadata.occurredAt',
      '2026-03-27T12:00:00',
      '2026-02-30T12:00:00Z',
      '9999-12-31T23:59:59Z',
      '+012026-01-01T00:00:00Z',
      '0001-01-01T00:00:00Z',
      '2026-03-27T25:00:00Z',
      '2026-03-27T12:00:00+99:00',
      'yesterday',
      1_774_612_800_000,
      '',
    ),
  },
  'bad-date': {
    on: ['CardChanged', 'CardExpiryApproaching'],
    spoil: oneOf(
      'data.expiresOn',
      '2026-02-29',
      '2026-13-01',
      '30.4.2026',
      '12026-04-30',
      '0000-00-00',
      '04/26',
      202_604,
    ),
  },
  'bad-zone': {
    on: profile,
    spoil: oneOf(
      'data.timeZone',
      '+01:00',
      'GMT+1',
      'Europe/Atlantis',
      '../../etc/passwd',
      '',
      null,
      'Europe/Prague\u0000',
    ),
  },
  'bad-locale': {
    on: profile,
    spoil: oneOf('data.locale', 'cs_CZ', 'x', '{{7*7}}', 'en-', 'a'.repeat(5_000)),
  },
  'bad-contact': {
    on: profile,
    spoil: oneOf(
      'data.contact',
      { fullName: 'A\r\nBcc: everyone@example.com' },
      { fullName: 'A', email: 'a@example.com\r\nBcc: b@example.com' },
      { fullName: 'A', email: `${'a'.repeat(2_000)}@${'b.'.repeat(2_000)}` },
      { fullName: 'A', phone: '+420 601; rm -rf /' },
      { fullName: new RawJson('"\\ud800"') },
      { fullName: '' },
      'Jana',
    ),
  },
  'long-list': {
    on: profile,
    spoil: (draft, random) => {
      const [field, value] = random.pick<[string, unknown]>([
        ['products', 'p'],
        ['products', null],
        ['consents', {}],
      ])
      put(draft, `data.${field}`, new Array(random.int(51, 5_000)).fill(value))
    },
  },
  'batch-frame': {
    on: batch,
    spoil: oneOf(
      'data.events',
      [],
      {},
      null,
      'events',
      { length: 1, 0: {} },
      new Array(501).fill(null),
      nested(6_000),
    ),
  },
} satisfies Record<string, HostileKind>

/** Members of batches that are bad each by itself; `id` goes where it can. */
export const badMember = (random: Random, id: string): unknown => {
  const member = goodDraft(random.pick(['TransactionPosted', 'CardChanged', 'BirthdayReached']), id)
  const marked = { marker: id }
  return random.pick<() => unknown>([
    () => ({ detailType: 'BankEventBatch', detail: goodDraft('BankEventBatch', id).detail, ...marked }),
    () => ({ detailType: 'NobodyKnows', detail: member.detail, ...marked }),
    () => ({ detail: member.detail, ...marked }),
    () => ({ detailType: member.detailType, ...marked }),
    () => ({ detailType: ['TransactionPosted'], detail: member.detail, ...marked }),
    () => {
      remove(member, aRequiredPath(random, member))
      return { ...member, ...marked }
    },
    () => [id],
    () => id,
  ])()
}
