import { describe, expect, it } from 'vitest'
import { defaultSettings, settingsSchema } from '#shared/domain/settings.ts'

const problemsOf = (changes: object): string[] => {
  const parsed = settingsSchema.safeParse({ ...defaultSettings, ...changes })
  return parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join('.'))
}

describe('the settings', () => {
  it('that come with a new installation are valid', () => {
    expect(settingsSchema.parse(defaultSettings)).toEqual(defaultSettings)
  })

  it.each([
    ['a zone that does not exist', { timeZone: 'Europe/Pragu' }, 'timeZone'],
    ['one of several zones that does not exist', { candidateZones: ['UTC', 'X/Y'] }, 'candidateZones.1'],
    ['hours that end before they begin', { marketingHours: { from: 21, to: 8 } }, 'marketingHours'],
    ['hours that never begin', { marketingHours: { from: 9, to: 9 } }, 'marketingHours'],
    ['hours beyond the day', { marketingHours: { from: 8, to: 25 } }, 'marketingHours.to'],
    [
      'a week with less room than a day',
      { caps: { marketing: { perDay: 4, perWeek: 3 } } },
      'caps.marketing',
    ],
    ['a senior age below sixty', { seniorAge: 59 }, 'seniorAge'],
    ['a senior age above seventy', { seniorAge: 71 }, 'seniorAge'],
    ['distress that is forgotten too soon', { distressDays: 29 }, 'distressDays'],
    ['a currency that is none', { largeDeposit: { Kč: 1 } }, 'largeDeposit.Kč'],
    ['a setting that nobody knows', { largeDeposits: {} }, ''],
  ])('refuse %s', (_, changes, path) => {
    expect(problemsOf(changes)).toEqual([path])
  })

  it.each([
    ['the whole day', { marketingHours: { from: 0, to: 24 } }],
    ['as much room in a week as in a day', { caps: { marketing: { perDay: 3, perWeek: 3 } } }],
    ['the bounds of the senior age', { seniorAge: 60 }],
    ['the bounds of the senior age', { seniorAge: 70 }],
    ['several zones', { candidateZones: ['Europe/Prague', 'Asia/Shanghai'] }],
  ])('allow %s', (_, changes) => {
    expect(problemsOf(changes)).toEqual([])
  })
})
