import { describe, expect, it } from 'vitest'
import type { AccountFacts } from '#shared/domain/profile/customer-profile.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { transactionSignals } from '#shared/domain/signals/transaction-signals.ts'
import { transaction } from '#test/support/builders/bank-events.ts'

const account = (differs: Partial<AccountFacts> = {}): AccountFacts => ({
  v: 'v',
  kind: 'current',
  currency: 'CZK',
  ...differs,
})
const nothingKept = () => new Map()
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
    nothingKept,
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
  expect(transactionSignals(detail as never, undefined, defaultSettings, nothingKept)).toMatchObject([
    {
      id: 'LowBalance:E1',
      at: '2026-06-01T10:00:00.000Z',
      customerId: 'C1',
      data: {
        accountId: 'A-C1',
        balance: { minorUnits: 0, currency: 'CZK' },
        threshold: { minorUnits: 100_000, currency: 'CZK' },
      },
    },
    { id: 'LargeWithdrawal:E1', data: { amount: { minorUnits: 4_000_000, currency: 'CZK' } } },
  ])
})

it('does not take nothing for large, even where the limit is nothing', () => {
  const settings = { ...defaultSettings, largeWithdrawal: { CZK: 0 }, largeDeposit: { CZK: 0 } }
  const { detail } = transaction('C1', 0, 500_000)
  expect(transactionSignals(detail as never, undefined, settings, nothingKept)).toEqual([])
})

describe('a salary', () => {
  const signalsOf = (amount: number, kind: 'salary' | 'pension', known?: AccountFacts) =>
    transactionSignals(
      transaction('C1', amount, 500_000, { eventId: 'E1' }, { kind }).detail as never,
      known,
      defaultSettings,
      nothingKept,
    )

  it('has arrived when it comes in on money of the own', () => {
    const found = [
      {
        type: 'SalaryArrived',
        id: 'SalaryArrived:E1',
        data: { accountId: 'A-C1', amount: { minorUnits: 300_000, currency: 'CZK' } },
      },
    ]
    expect(signalsOf(300_000, 'salary')).toMatchObject(found)
    expect(signalsOf(300_000, 'salary', account({ kind: 'savings' }))).toMatchObject(found)
  })

  it.each([
    ['a pension', 300_000, 'pension', undefined],
    ['one that is taken back', -300_000, 'salary', undefined],
    ['one of nothing', 0, 'salary', undefined],
    ['one on a credit account', 300_000, 'salary', account({ kind: 'credit' })],
    ['one on a loan', 300_000, 'salary', account({ kind: 'loan' })],
  ] as const)('is not %s', (_, amount, kind, known) => {
    expect(signalsOf(amount, kind, known)).toEqual([])
  })
})

describe('a loan nearly repaid: the debt falls below the limit of 1,000,000', () => {
  const loan = account({ kind: 'loan' })
  it.each([
    ['from above to below', 200_000, -900_000, ['LoanNearlyRepaid']],
    ['from exactly the limit', 1, -999_999, ['LoanNearlyRepaid']],
    ['to exactly the limit', 1, -1_000_000, []],
    ['from below to further below', 1, -500_000, []],
    ['to nothing', 1_200_000, 0, ['LoanNearlyRepaid']],
    ['a debt that grows past the limit', -200_000, -1_100_000, []],
    ['a debt told as a positive number', -200_000, 900_000, ['LoanNearlyRepaid']],
  ])('%s', (_, amount, after, expected) => {
    expect(typesOf(amount, after, loan)).toEqual(expected)
  })

  it('tells what is left of the debt', () => {
    const paid = transaction('C1', 200_000, -900_000).detail as never
    expect(transactionSignals(paid, loan, defaultSettings, nothingKept)).toMatchObject([
      { data: { accountId: 'A-C1', balance: { minorUnits: 900_000, currency: 'CZK' } } },
    ])
  })

  it('is none on an account of another kind, or of one not known yet', () => {
    expect(typesOf(200_000, -900_000)).toEqual([])
    expect(typesOf(200_000, -900_000, account({ kind: 'credit' }))).toEqual([])
  })

  it('is none in a currency without limit', () => {
    expect(typesOf(200_000, -900_000, loan, 'JPY')).toEqual([])
  })
})

describe('with a baseline of the own months', () => {
  const settings = {
    ...defaultSettings,
    baseline: { withdrawalFloor: { CZK: 100 }, depositFloor: { CZK: 100 }, minimumMonths: 3 },
  }
  const kept = new Map(['2026-05', '2026-04', '2026-03'].map((month) => [month, new Set('1Aa')]))

  it.each([
    ['LargeWithdrawal', -2_000_000],
    ['LargeDeposit', 2_000_000],
  ])('%s says what it stood out from', (type, amount) => {
    const { detail } = transaction('C1', amount, 9_000_000)
    expect(transactionSignals(detail as never, undefined, settings, () => kept)).toMatchObject([
      {
        type,
        data: {
          amount: { minorUnits: 2_000_000, currency: 'CZK' },
          months: 3,
          usualLargest: { minorUnits: 500_000, currency: 'CZK' },
        },
      },
    ])
  })

  it('carries no comparison where the setting decided', () => {
    const { detail } = transaction('C1', -4_000_000, 9_000_000)
    const [signal] = transactionSignals(detail as never, undefined, settings, nothingKept)
    expect(Object.keys(signal?.data ?? {})).toEqual(['accountId', 'amount'])
  })
})
