import { describe, expect, it } from 'vitest'
import {
  type MonthElements,
  mergeMonths,
  missingElements,
  monthOf,
  monthsBefore,
  monthsDroppedUnseen,
  outlivedMonths,
  shiftMonth,
} from '#shared/domain/profile/months.ts'

const months = (kept: Readonly<Record<string, string>>): MonthElements =>
  new Map(Object.entries(kept).map(([month, elements]) => [month, new Set(elements)]))

describe('calendar months', () => {
  it.each([
    ['2026-01', -1, '2025-12'],
    ['2025-12', 1, '2026-01'],
    ['2026-06', -6, '2025-12'],
    ['2026-06', 0, '2026-06'],
    ['2026-03', -27, '2023-12'],
  ])('%s, %i later, is %s', (month, by, expected) => {
    expect(shiftMonth(month, by)).toBe(expected)
  })

  it('are those of UTC, whatever the offset says', () => {
    expect(monthOf('2026-03-01T00:30:00+01:00')).toBe('2026-02')
    expect(monthOf('2026-02-28T23:30:00-01:00')).toBe('2026-03')
  })
})

describe('what is kept', () => {
  it('is the newest month and the seven before it', () => {
    const kept = mergeMonths([months({ '2026-08': '1', '2026-01': '2' }), months({ '2025-12': '3' })])
    expect(kept).toEqual(months({ '2026-08': '1', '2026-01': '2' }))
  })

  it('is everything that any of them has', () => {
    expect(mergeMonths([months({ '2026-08': '1G' }), months({ '2026-08': '13' })])).toEqual(
      months({ '2026-08': '1G3' }),
    )
  })

  it('loses what is too old beside the newest', () => {
    expect(outlivedMonths(['2026-08', '2025-12', '2026-01', '2020-01'])).toEqual(['2025-12', '2020-01'])
    expect(outlivedMonths([])).toEqual([])
  })

  it('is dropped unseen for three months below the window, never within it', () => {
    expect(monthsDroppedUnseen(months({ '2026-08': '1', '2026-05': '1' }))).toEqual([
      '2025-12',
      '2025-11',
      '2025-10',
    ])
    expect(monthsDroppedUnseen(months({}))).toEqual([])
  })
})

describe('what is still to be added', () => {
  const kept = months({ '2026-08': '1G', '2026-01': '2' })
  it.each<[string, Record<string, string>, Record<string, string>]>([
    ['nothing of what stands there', { '2026-08': 'G' }, {}],
    ['what a month lacks', { '2026-08': 'GH' }, { '2026-08': 'H' }],
    ['a month that is not there', { '2026-04': '3' }, { '2026-04': '3' }],
    ['nothing of a month too old', { '2025-12': '3' }, {}],
    [
      'a newer month, and nothing that it makes too old',
      { '2026-09': '1', '2026-01': '3' },
      { '2026-09': '1' },
    ],
  ])('%s', (_, toAdd, missing) => {
    expect(missingElements(months(toAdd), kept)).toEqual(months(missing))
  })
})

it('judges by the six months before, the last first, without those of silence and without its own', () => {
  const kept = months({ '2026-08': '1', '2026-07': '2', '2026-04': '3', '2026-02': '4', '2026-01': '5' })
  expect(monthsBefore(kept, '2026-08')).toEqual([new Set('2'), new Set('3'), new Set('4')])
  expect(monthsBefore(kept, '2025-12')).toEqual([])
})
