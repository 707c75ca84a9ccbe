import { describe, expect, it } from 'vitest'
import type { BankEvent } from '#events/registry.ts'
import {
  largestClass,
  sizeClass,
  smallestOfClass,
  transactionElements,
} from '#shared/domain/profile/month-elements.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { transaction } from '#test/support/builders/bank-events.ts'

type Posted = Extract<BankEvent, { detailType: 'TransactionPosted' }>['detail']

const elementsOf = (
  amount: number,
  { occurredAt = '2026-06-01T12:00:00Z', kind = 'cash' as Posted['data']['kind'], currency = 'CZK' } = {},
  settings = defaultSettings,
) => {
  const money = { minorUnits: amount, currency }
  const { detail } = transaction(
    'C1',
    amount,
    0,
    { occurredAt },
    { kind, amount: money, balanceAfter: money },
  )
  const months = transactionElements(detail as Posted, settings)
  return [...months].map(([month, elements]) => `${month} ${[...elements].join('')}`)
}

describe('the part of the month', () => {
  it.each([
    ['01', '1'],
    ['07', '1'],
    ['08', '2'],
    ['14', '2'],
    ['15', '3'],
    ['21', '3'],
    ['22', '4'],
    ['28', '4'],
    ['29', '5'],
    ['31', '5'],
  ])('that day %s is in is %s', (day, part) => {
    expect(elementsOf(1, { occurredAt: `2026-05-${day}T12:00:00Z` })).toEqual([`2026-05 ${part}`])
  })

  it('is that of UTC', () => {
    expect(elementsOf(1, { occurredAt: '2026-05-08T00:30:00+01:00' })).toEqual(['2026-05 1'])
  })
})

describe('a card payment', () => {
  it('is money that goes out by card', () => {
    expect(elementsOf(-1, { kind: 'card' })).toEqual(['2026-06 10'])
    expect(elementsOf(1, { kind: 'card' })).toEqual(['2026-06 1'])
    expect(elementsOf(0, { kind: 'card' })).toEqual(['2026-06 1'])
    expect(elementsOf(-1, { kind: 'cash' })).toEqual(['2026-06 1'])
  })
})

const upTo = (letter: string): string => {
  const first = letter < 'a' ? 65 : 97
  return String.fromCharCode(...Array.from({ length: letter.charCodeAt(0) - first + 1 }, (_, n) => first + n))
}

describe('the size of an amount, by the absolute setting of 4,000,000', () => {
  it.each([
    ['an eighth', -500_000, `1${upTo('A')}`],
    ['less than an eighth', -499_999, '1'],
    ['the setting', -4_000_000, `1${upTo('G')}`],
    ['less than half an octave more', -5_656_854, `1${upTo('G')}`],
    ['half an octave more', -5_656_855, `1${upTo('H')}`],
    ['the double', -8_000_000, `1${upTo('I')}`],
    ['as large as can be kept', -4_000_000 * 2 ** 9.5, `1${upTo('Z')}`],
    ['larger than that', -4_000_000 * 2 ** 12, `1${upTo('Z')}`],
    ['a deposit of an eighth', 500_000, `1${upTo('a')}`],
    ['a deposit of the setting', 4_000_000, `1${upTo('g')}`],
    ['a huge deposit', 4_000_000 * 2 ** 12, `1${upTo('z')}`],
    ['nothing at all', 0, '1'],
  ])('%s', (_, amount, expected) => {
    expect(elementsOf(Math.round(amount))).toEqual([`2026-06 ${expected}`])
  })

  it('goes by the setting of what moved', () => {
    const settings = { ...defaultSettings, largeWithdrawal: { CZK: 800 }, largeDeposit: { CZK: 8000 } }
    expect(elementsOf(-1000, {}, settings)).toEqual([`2026-06 1${upTo('G')}`])
    expect(elementsOf(1000, {}, settings)).toEqual([`2026-06 1${upTo('a')}`])
  })

  it('is not kept in a currency without setting', () => {
    expect(elementsOf(-9_000_000, { currency: 'JPY' })).toEqual(['2026-06 1'])
  })

  it('is a number below and above what letters can say', () => {
    expect(sizeClass(250_000, 4_000_000)).toBe(-2)
    expect(sizeClass(4_000_000 * 2 ** 12, 4_000_000)).toBe(30)
    expect(sizeClass(1, undefined)).toBeUndefined()
    expect(sizeClass(1, 0)).toBeUndefined()
  })

  it('can be turned back into the smallest amount of its class', () => {
    expect(smallestOfClass(6, 4_000_000)).toBe(4_000_000)
    expect(smallestOfClass(8, 4_000_000)).toBe(8_000_000)
    expect(smallestOfClass(0, 4_000_000)).toBe(500_000)
  })
})

describe('the largest of a month', () => {
  it.each([
    ['2CGa', 'withdrawal', 6],
    ['2CGaz', 'deposit', 25],
    ['2CG0', 'deposit', -1],
    ['2ac', 'withdrawal', -1],
    ['2Z', 'withdrawal', 25],
    ['', 'deposit', -1],
  ] as const)('of %s as a %s is %i', (elements, movement, expected) => {
    expect(largestClass(new Set(elements), movement)).toBe(expected)
  })
})
