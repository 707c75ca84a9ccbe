import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MonthElements } from '#shared/domain/profile/months.ts'
import { defaultSettings, type Settings } from '#shared/domain/settings.ts'
import { judgeMovement, type Moved, robustSpread } from '#shared/domain/signals/baseline.ts'

/** Size classes go by the absolute setting: 4,000,000 is G or g, its half E or e, its double I or i. */
const FLOOR = 1_000_000
const settings: Settings = {
  ...defaultSettings,
  baseline: { withdrawalFloor: { CZK: FLOOR }, depositFloor: { CZK: FLOOR }, minimumMonths: 3 },
}

/** The months before June 2026, the last first; a space is a month of silence. */
const lately = (...months: readonly string[]): MonthElements =>
  new Map(
    months.flatMap((elements, n) => {
      const month = new Date(Date.UTC(2026, 4 - n)).toISOString().slice(0, 7)
      return elements === '' ? [] : [[month, new Set(elements)] as const]
    }),
  )
const verdict = (
  amount: number,
  months: MonthElements,
  differs: Partial<Moved> = {},
  by: Settings = settings,
) =>
  judgeMovement(
    { movement: 'withdrawal', amount, currency: 'CZK', at: '2026-06-30T23:00:00Z', ...differs },
    by,
    () => months,
  )

describe('median and spread', () => {
  it.each([
    [[6, 6, 6], 6, 2],
    [[1, 2, 100], 2, 3 * 1.4826],
    [[0, 4], 2, 3 * 1.4826 * 2],
    [[5, 5, 6, 6], 5.5, 3 * 1.4826 * 0.5],
    [[-1], -1, 2],
  ])('of %j', (values, usual, distance) => {
    expect(robustSpread(values).usual).toBe(usual)
    expect(robustSpread(values).distance).toBeCloseTo(distance, 10)
  })
})

describe('against the own months', () => {
  const steady = lately('1E', '1E', '1E', '1E', '1E', '1E')
  it.each<[string, number, MonthElements, boolean]>([
    ['the usual', 2_000_000, steady, false],
    ['a little more than usual', 3_999_999, steady, false],
    ['the double of the usual', 4_000_000, steady, true],
    ['the floor, where nothing of size is usual', FLOOR, lately('1', '1', '1'), true],
    ['much, by one for whom it is usual', 16_000_000, lately('1K', '1K', '1K'), false],
    ['even more, by one for whom much is usual', 32_000_000, lately('1K', '1K', '1K'), true],
    ['a third of unlike months', 8_000_000, lately('1A', '1G', '1D', '1I', '1B', '1F'), false],
    ['one large month does not move the usual', 4_000_000, lately('1Z', '1E', '1E', '1E', '1E'), true],
    ['a deposit is no usual withdrawal', 4_000_000, lately('1Eg', '1Eg', '1Eg'), true],
    ['the largest of a month counts', 4_000_000, lately('1AEG', '1AEG', '1AEG'), false],
    ['beyond what letters can say', 4_000_000 * 2 ** 12, lately('1Z', '1Z', '1Z'), true],
  ])('%s', (_, amount, months, significant) => {
    expect(verdict(amount, months)).toMatchObject({ significant, by: 'baseline' })
  })

  it('does not hear of less than the floor, however unusual', () => {
    expect(verdict(999_999, lately('1', '1', '1')).significant).toBe(false)
  })

  it('judges deposits by deposits', () => {
    const months = lately('1Ge', '1Ge', '1Ge')
    expect(verdict(4_000_000, months, { movement: 'deposit' }).significant).toBe(true)
    expect(verdict(3_999_999, months, { movement: 'deposit' }).significant).toBe(false)
  })

  it('has a floor and a setting of its own for deposits', () => {
    const by: Settings = {
      ...settings,
      largeDeposit: { CZK: 8_000_000 },
      baseline: { withdrawalFloor: { CZK: FLOOR }, depositFloor: { CZK: 5_000_000 }, minimumMonths: 3 },
    }
    const nothingOfSize = lately('1', '1', '1')
    expect(verdict(5_000_000, nothingOfSize, { movement: 'deposit' }, by).significant).toBe(true)
    expect(verdict(4_999_999, nothingOfSize, { movement: 'deposit' }, by).significant).toBe(false)
    expect(verdict(4_999_999, nothingOfSize, {}, by).significant).toBe(true)
    expect(verdict(4_999_999, lately('1'), { movement: 'deposit' }, by).significant).toBe(false)
    expect(verdict(8_000_000, lately('1e', '1e', '1e'), { movement: 'deposit' }, by)).toMatchObject({
      significant: true,
      usualLargest: 4_000_000,
    })
  })

  it('says what it compared with', () => {
    expect(verdict(8_000_000, lately('1E', '1E', '', '1E'))).toEqual({
      significant: true,
      by: 'baseline',
      months: 3,
      usualLargest: 2_000_000,
    })
    expect(verdict(8_000_000, lately('1', '1', '1'))).toMatchObject({ usualLargest: 0 })
  })

  it("leaves the transaction's own month and later ones out", () => {
    const later = new Map([...steady, ['2026-06', new Set('1I')], ['2026-07', new Set('1I')]] as const)
    expect(verdict(4_000_000, later)).toEqual(verdict(4_000_000, steady))
  })

  it('looks back six months, not further', () => {
    expect(verdict(4_000_000, lately('1E', '1E', '1E', '', '', '', '1Z', '1Z', '1Z', '1Z'))).toMatchObject({
      significant: true,
      months: 3,
    })
  })
})

describe('the absolute setting decides', () => {
  const two = lately('1E', '1E')
  it.each<[string, Partial<Moved>, Settings, MonthElements]>([
    ['with too few active months', {}, settings, two],
    ['where the bank sets no baseline', {}, defaultSettings, lately('1', '1', '1')],
    [
      'in a currency without floor',
      { currency: 'EUR' },
      { ...settings, largeWithdrawal: { EUR: 4_000_000 } },
      lately('1', '1', '1'),
    ],
  ])('%s', (_, differs, by, months) => {
    expect(verdict(4_000_000, months, differs, by)).toEqual({ significant: true, by: 'setting' })
    expect(verdict(3_999_999, months, differs, by)).toEqual({ significant: false, by: 'setting' })
  })

  it.each([
    ['without one', {}],
    ['with one of 0, which measures nothing', { CZK: 0 }],
  ])('in a currency %s', (_, largeWithdrawal) => {
    const by = { ...settings, largeWithdrawal }
    expect(verdict(9_000_000, lately('1', '1', '1'), {}, by)).toEqual({
      significant: 'CZK' in largeWithdrawal,
      by: 'setting',
    })
  })

  it('is heard, too, where the floor is above it', () => {
    const by = { ...settings, baseline: { ...settings.baseline, withdrawalFloor: { CZK: 9_000_000 } } }
    expect(verdict(5_000_000, two, {}, by as Settings)).toEqual({ significant: true, by: 'setting' })
    expect(verdict(5_000_000, lately('1', '1', '1'), {}, by as Settings).significant).toBe(false)
  })
})

it('does not ask for the months of an amount that cannot matter', () => {
  const asked = () => {
    throw new Error('asked')
  }
  const moved = {
    movement: 'withdrawal',
    amount: 999_999,
    currency: 'CZK',
    at: '2026-06-30T23:00:00Z',
  } as const
  expect(judgeMovement(moved, settings, asked).significant).toBe(false)
  expect(() => judgeMovement({ ...moved, amount: FLOOR }, settings, asked)).toThrow('asked')
})

it('never takes a larger amount for less significant', () => {
  const letters = fc.stringMatching(/^[1-5][A-Z]{0,3}$/)
  const amount = fc.integer({ min: 1, max: 2 ** 40 })
  fc.assert(
    fc.property(fc.array(letters, { minLength: 3, maxLength: 6 }), amount, amount, (kept, one, other) => {
      const [less = 0, more = 0] = [one, other].sort((a, b) => a - b)
      const months = lately(...kept)
      expect(verdict(less, months).significant && !verdict(more, months).significant).toBe(false)
    }),
  )
})
