import { describe, expect, it } from 'vitest'
import type { AccountFacts } from '#shared/domain/profile/customer-profile.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { transactionSignals } from '#shared/domain/signals/detect.ts'
import { transaction } from '#test/support/builders/bank-events.ts'

const account = (differs: Partial<AccountFacts> = {}): AccountFacts => ({
  v: 'v',
  kind: 'current',
  currency: 'CZK',
  ...differs,
})
const typesOf = (amount: number, balanceAfter: number, known?: AccountFacts, currency = 'CZK') =>
  transactionSignals(
    transaction(
      'C1',
      amount,
      balanceAfter,
      {},
      {
        amount: { minorUnits: amount, currency },
        balanceAfter: { minorUnits: balanceAfter, currency },
      },
    ).detail as never,
    known,
    defaultSettings,
  ).map(({ type }) => type)

describe('low balance: falling below the limit, not being below it', () => {
  it.each([
    ['from above to below', -1, 99_999, ['LowBalance']],
    ['from exactly the limit', -100_000, 0, ['LowBalance']],
    ['to exactly the limit', -1, 100_000, []],
    ['from below to further below', -1, 50_000, []],
    ['upwards from below', 10, 99_999, []],
    ['into the red', -200_000, -50_000, ['LowBalance']],
  ])('%s', (_, amount, after, expected) => {
    expect(typesOf(amount, after)).toEqual(expected)
  })

  it("follows the account's own limit", () => {
    expect(typesOf(-10, 499_995, account({ threshold: 500_000 }))).toEqual(['LowBalance'])
    expect(typesOf(-10, 99_995, account({ threshold: 500_000 }))).toEqual([])
  })
})

describe('large movements: from the limit on', () => {
  it.each([
    ['withdrawal of the limit', -4_000_000, 9_000_000, ['LargeWithdrawal']],
    ['withdrawal just below', -3_999_999, 9_000_000, []],
    ['deposit of the limit', 4_000_000, 9_000_000, ['LargeDeposit']],
    ['deposit just below', 3_999_999, 9_000_000, []],
    ['withdrawal that empties the account', -4_000_000, 0, ['LowBalance', 'LargeWithdrawal']],
  ])('%s', (_, amount, after, expected) => {
    expect(typesOf(amount, after)).toEqual(expected)
  })
})

it('finds nothing on accounts that hold no money of the customer', () => {
  for (const kind of ['credit', 'loan'] as const)
    expect(typesOf(-9_000_000, -9_000_000, account({ kind }))).toEqual([])
})

it('finds nothing in a currency without settings', () => {
  expect(typesOf(-9_000_000, 0, undefined, 'JPY')).toEqual([])
})

it('gives each signal an id and a time that follow from the event alone', () => {
  const { detail } = transaction('C1', -4_000_000, 0, {
    eventId: 'E1',
    occurredAt: '2026-06-01T12:00:00+02:00',
  })
  expect(transactionSignals(detail as never, undefined, defaultSettings)).toMatchObject([
    { id: 'LowBalance:E1', at: '2026-06-01T10:00:00.000Z', customerId: 'C1' },
    { id: 'LargeWithdrawal:E1', data: { amount: { minorUnits: 4_000_000, currency: 'CZK' } } },
  ])
})
