import { describe, expect, it } from 'vitest'
import type { CustomerProfile } from '#shared/domain/profile/customer-profile.ts'
import { factVersion } from '#shared/domain/profile/version.ts'
import { defaultSettings, type Settings } from '#shared/domain/settings.ts'
import type { Signal } from '#shared/domain/signals/signal.ts'
import { stillTrue } from '#shared/domain/signals/still-true.ts'
import { signalTypeSchema } from '#shared/domain/vocabulary.ts'
import { anAccount, aProfile, aSignal, noon } from '#test/support/builders/subjects.ts'

/** The signal is of nine o'clock, the message leaves at ten. */
const BEFORE = '2026-06-01T08:59:00Z'
const SAME = '2026-06-01T09:00:00Z'
const AFTER = '2026-06-01T09:30:00Z'
const TO_COME = '2026-06-01T10:00:00.001Z'

const at = (time: string): string => factVersion(time, 'E9')
const crowns = (minorUnits: number) => ({ minorUnits, currency: 'CZK' })

interface Case {
  readonly data?: Signal['data']
  readonly profile?: Partial<CustomerProfile>
  readonly single?: CustomerProfile['single']
  readonly settings?: Partial<Settings>
}

const holds = (type: Signal['type'], { data = {}, profile, single, settings }: Case = {}): boolean =>
  stillTrue({
    signal: aSignal({ type, data }),
    profile: aProfile(single, profile),
    settings: { ...defaultSettings, ...settings },
    now: noon,
  })

const balance = (minor: number, time: string, currency = 'CZK') => ({
  balances: new Map([['A1', { v: at(time), minor, currency }]]),
})

describe('a low balance', () => {
  const data = { accountId: 'A1', balance: crowns(40_000), threshold: crowns(100_000) }
  it.each([
    ['is as low', balance(99_999, AFTER), true],
    ['has recovered', balance(100_000, AFTER), false],
    ['is not known', {}, true],
    ['was higher before the signal', balance(500_000, BEFORE), true],
    ['was told at the same instant', balance(500_000, SAME), true],
    ['recovers only after now, as in a replay', balance(500_000, TO_COME), true],
    ['is of another currency now', balance(500_000, AFTER, 'EUR'), true],
    ['of nobody knows when', { balances: new Map([['A1', { v: '', minor: 5e9, currency: 'CZK' }]]) }, true],
    [
      'of another account recovered',
      { balances: new Map([['A2', { v: at(AFTER), minor: 5e9, currency: 'CZK' }]]) },
      true,
    ],
  ])('that %s', (_, profile, expected) => {
    expect(holds('LowBalance', { data, profile })).toBe(expected)
  })

  const ready = { accountId: 'A1', balance: crowns(40_000) }
  it('is compared with the account’s own threshold where the signal carries none, then with the bank’s', () => {
    const accounts = new Map([['A1', anAccount({ threshold: 50_000 })]])
    const profile = { ...balance(60_000, AFTER), accounts }
    expect(holds('LowBalance', { data: ready, profile })).toBe(false)
    expect(holds('LowBalance', { data, profile })).toBe(true)
    expect(holds('LowBalance', { data: ready, profile: balance(60_000, AFTER) })).toBe(true)
    expect(holds('LowBalance', { data: ready, profile: balance(100_000, AFTER) })).toBe(false)
    const settings = { lowBalanceThreshold: {} }
    expect(holds('LowBalance', { data: ready, profile: balance(100_000, AFTER), settings })).toBe(true)
  })
})

describe('an expiring card', () => {
  const data = { cardId: 'K1', expiresOn: '2026-06-08', daysLeft: 7 }
  const card = (expiresOn: string, time: string, cancelledOn?: string) => ({
    cards: new Map([
      ['K1', { v: at(time), product: 'gold', expiresOn, ...(cancelledOn ? { cancelledOn } : {}) }],
    ]),
  })
  it.each([
    ['is as it was', card('2026-06-08', BEFORE), true],
    ['is not known', {}, true],
    ['was renewed', card('2029-06-08', AFTER), false],
    ['was cancelled', card('2026-06-08', AFTER, '2026-06-01'), false],
    ['had been cancelled long before', card('2026-06-08', BEFORE, '2026-05-01'), false],
    ['the bank’s detector knew more about than the profile', card('2029-06-08', BEFORE), true],
    ['is renewed only after now, as in a replay', card('2029-06-08', TO_COME), true],
  ])('that %s', (_, profile, expected) => {
    expect(holds('CardExpiring', { data, profile })).toBe(expected)
  })
})

describe('a birthday', () => {
  it.each([
    ['as the profile says', '2026-06-01', { birthDate: '1980-06-01' }, true],
    ['on another day', '2026-06-01', { birthDate: '1980-07-01' }, false],
    ['of a leap day, on 28 February', '2026-02-28', { birthDate: '1980-02-29' }, true],
    ['of a leap day, on 1 March as other banks have it', '2026-03-01', { birthDate: '1980-02-29' }, true],
    ['of a leap day, on 2 March', '2026-03-02', { birthDate: '1980-02-29' }, false],
    // 2026-06-19 is the fifth day of the fifth Chinese month, 1980-06-17 was.
    ['by the Chinese calendar', '2026-06-19', { birthDate: '1980-06-17', birthCalendar: 'chinese' }, true],
    [
      'by the Gregorian one, which the customer left',
      '2026-06-17',
      { birthDate: '1980-06-17', birthCalendar: 'chinese' },
      false,
    ],
    // A leap sixth month began on 2025-07-25: the bank’s detector may keep the day in it.
    ['in a leap month', '2025-08-08', { birthDate: '1980-08-25', birthCalendar: 'chinese' }, false],
    [
      'in a leap month, of who has that day',
      '2025-07-27',
      { birthDate: '1980-07-14', birthCalendar: 'chinese' },
      true,
    ],
  ] as const)('%s', (_, on, single, expected) => {
    expect(holds('Birthday', { data: { on, calendar: 'gregorian' }, single })).toBe(expected)
  })
})

it('a birthday is true of a customer whose birth date nobody knows', () => {
  expect(holds('Birthday', { data: { on: '2026-06-01' }, profile: { single: {} } })).toBe(true)
})

describe('a tier that was reached', () => {
  const data = { tier: 'wealth', previousTier: 'mass' }
  const assets = (minorUnits: number, currency = 'CZK') => ({ financialAssets: { minorUnits, currency } })
  it.each([
    ['is kept', assets(10_000_000), true],
    ['was passed', assets(600_000_000), true],
    ['was lost', assets(9_999_999), false],
    ['is not known any more', assets(5, 'XXX'), true],
    ['nothing is known of', {}, true],
  ])('and %s', (_, single, expected) => {
    expect(holds('AssetTierRaised', { data, single })).toBe(expected)
  })
})

describe('a loan that is nearly repaid', () => {
  const data = { accountId: 'A1', balance: crowns(900_000) }
  it.each([
    ['is', balance(-800_000, AFTER), true],
    ['was drawn again', balance(-1_000_000, AFTER), false],
    ['was posted the other way round', balance(1_000_000, AFTER), false],
    ['was repaid as a whole', balance(0, AFTER), false],
    ['was higher before', balance(-2_000_000, BEFORE), true],
    ['is of a currency without a limit', balance(-9e9, AFTER, 'XXX'), true],
    ['is not known', {}, true],
  ])('and %s', (_, profile, expected) => {
    expect(holds('LoanNearlyRepaid', { data, profile })).toBe(expected)
  })
})

describe('somebody new', () => {
  it.each([
    ['as the profile says', { customerSince: '2026-05-31' }, true],
    ['since nobody knows when', {}, true],
    ['since another day, as the bank says now', { customerSince: '2016-05-31' }, false],
  ])('%s', (_, single, expected) => {
    expect(holds('NewCustomer', { data: { on: '2026-05-31' }, single })).toBe(expected)
  })
})

it.each(['LargeWithdrawal', 'LargeDeposit', 'SalaryArrived', 'Scheduled'] as const)(
  '%s happened, whatever the balance is now',
  (type) => {
    const data = { accountId: 'A1', amount: crowns(9_000_000) }
    for (const minor of [-1, 0, 9_000_000_000])
      expect(holds(type, { data, profile: balance(minor, AFTER) })).toBe(true)
  },
)

it.each(signalTypeSchema.options)(
  '%s that carries nothing, of a customer nothing is known of, is true',
  (type) => {
    expect(holds(type, { profile: { accounts: new Map(), single: {} } })).toBe(true)
  },
)
