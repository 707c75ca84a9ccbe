import { describe, expect, it } from 'vitest'
import { unknownProfile } from '#shared/domain/profile/customer-profile.ts'
import type { MonthElements } from '#shared/domain/profile/months.ts'
import { activeWeeks, activity, monthsSinceCardPayment } from '#shared/domain/segments/activity.ts'
import { assetTier, isHigherTier } from '#shared/domain/segments/asset-tier.ts'
import { lifecycle } from '#shared/domain/segments/lifecycle.ts'
import { defaultSettings } from '#shared/domain/settings.ts'

const months = (kept: Readonly<Record<string, string>>): MonthElements =>
  new Map(Object.entries(kept).map(([month, elements]) => [month, new Set(elements)]))

describe('asset tier', () => {
  const settings = {
    segments: {
      ...defaultSettings.segments,
      assetTiers: { CZK: { wealthFrom: 1000, privateAbove: 5000 } },
    },
  }
  const tierOf = (minorUnits: number, currency = 'CZK') =>
    assetTier({ ...unknownProfile('C1'), single: { financialAssets: { minorUnits, currency } } }, settings)

  it.each([
    [-1, 'mass'],
    [999, 'mass'],
    [1000, 'wealth'],
    [5000, 'wealth'],
    [5001, 'private'],
  ])('of %i is %s', (minorUnits, tier) => {
    expect(tierOf(minorUnits)).toBe(tier)
  })

  it('is unknown without assets, and in a currency without bounds', () => {
    expect(assetTier(unknownProfile('C1'), settings)).toBeUndefined()
    expect(tierOf(9_999_999, 'EUR')).toBeUndefined()
  })

  it('goes from mass over wealth to private', () => {
    expect(isHigherTier('wealth', 'mass')).toBe(true)
    expect(isHigherTier('private', 'wealth')).toBe(true)
    expect(isHigherTier('mass', 'wealth')).toBe(false)
    expect(isHigherTier('wealth', 'wealth')).toBe(false)
  })
})

describe('lifecycle', () => {
  it.each([
    ['2026-01-15', '2026-01-15', 'new'],
    ['2026-01-15', '2026-01-14', 'new'],
    ['2026-01-15', '2026-04-15', 'new'],
    ['2026-01-15', '2026-04-16', 'growing'],
    ['2026-01-15', '2027-01-15', 'growing'],
    ['2026-01-15', '2027-01-16', 'mature'],
    ['2026-01-15', '2031-01-15', 'mature'],
    ['2026-01-15', '2031-01-16', 'senior'],
    ['2025-11-30', '2026-02-28', 'new'],
    ['2025-11-30', '2026-03-01', 'growing'],
    ['2024-02-29', '2025-02-28', 'growing'],
    ['2024-02-29', '2025-03-01', 'mature'],
    ['2024-02-29', '2029-02-28', 'mature'],
    ['2024-02-29', '2029-03-01', 'senior'],
    ['1993-07-01', '2026-01-01', 'senior'],
  ])('of a customer since %s is on %s %s', (since, today, expected) => {
    expect(lifecycle(since, today)).toBe(expected)
  })
})

describe('activity', () => {
  const today = '2026-06-30'
  // 91 days before and with June 30: from April 1 on.
  it.each<[string, Record<string, string>, string, number]>([
    ['nothing known', {}, today, 0],
    ['a part that begins today', { '2026-06': '5' }, '2026-06-29', 1],
    ['a part that begins tomorrow', { '2026-06': '5' }, '2026-06-28', 0],
    ['the part that begins 91 days ago', { '2026-04': '1' }, today, 1],
    ['the part that began a day earlier', { '2026-04': '1' }, '2026-07-01', 0],
    ['sizes and card payments are no weeks', { '2026-06': '0AGz' }, today, 0],
    ['each part once', { '2026-06': '12G', '2026-05': '3' }, today, 3],
    ['never more than thirteen', { '2026-06': '12345', '2026-05': '12345', '2026-04': '12345' }, today, 13],
    ['months ago', { '2025-12': '12345' }, today, 0],
  ])('%s', (_, kept, on, weeks) => {
    expect(activeWeeks(months(kept), on)).toBe(weeks)
  })

  it.each<[number, string]>([
    [0, 'low'],
    [2, 'low'],
    [3, 'medium'],
    [4, 'medium'],
    [5, 'high'],
  ])('of %i weeks is %s', (weeks, expected) => {
    const kept = months({ '2026-06': '12345'.slice(0, weeks) })
    expect(activity(kept, today, { high: 5, medium: 3 })).toBe(expected)
  })
})

describe('months since the last card payment', () => {
  it.each<[string, Record<string, string>, number | undefined]>([
    ['this month', { '2026-06': '10', '2026-05': '10' }, 0],
    ['last month', { '2026-06': '1', '2026-05': '10' }, 1],
    ['six months ago', { '2025-12': '10', '2026-06': '1' }, 6],
    ['seven months ago', { '2025-11': '10', '2026-06': '1' }, 7],
    ['never, though active', { '2026-06': '1' }, 7],
    ['nothing known', {}, undefined],
  ])('%s', (_, kept, expected) => {
    expect(monthsSinceCardPayment(months(kept), '2026-06-15')).toBe(expected)
  })
})
