/**
 * The Chinese years 1901 to 2088 as the Hong Kong Observatory publishes them (Gregorian-Lunar Calendar Conversion
 * Tables, https://www.hko.gov.hk/en/gts/time/conversion.htm), in the customary five digits a year, as the Python
 * package borax 4.1.3 carries them: whether the leap month has 30 days; the months 1 to 12, one bit each, 1 for 30
 * days; the number of the leap month, 0 for none. Compared day by day with the npm package lunar-javascript 1.7.7,
 * which computes new moons itself: no difference.
 */
const YEARS = `
  04ae0 0a570 054d5 0d260 0d950 16554 056a0 09ad0 055d2 04ae0
  0a5b6 0a4d0 0d250 1d255 0b540 0d6a0 0ada2 095b0 14977 04970
  0a4b0 0b4b5 06a50 06d40 1ab54 02b60 09570 052f2 04970 06566
  0d4a0 0ea50 16a95 05ad0 02b60 186e3 092e0 1c8d7 0c950 0d4a0
  1d8a6 0b550 056a0 1a5b4 025d0 092d0 0d2b2 0a950 0b557 06ca0
  0b550 15355 04da0 0a5b0 14573 052b0 0a9a8 0e950 06aa0 0aea6
  0ab50 04b60 0aae4 0a570 05260 0f263 0d950 05b57 056a0 096d0
  04dd5 04ad0 0a4d0 0d4d4 0d250 0d558 0b540 0b6a0 195a6 095b0
  049b0 0a974 0a4b0 0b27a 06a50 06d40 0af46 0ab60 09570 04af5
  04970 064b0 074a3 0ea50 06b58 05ac0 0ab60 096d5 092e0 0c960
  0d954 0d4a0 0da50 07552 056a0 0abb7 025d0 092d0 0cab5 0a950
  0b4a0 0baa4 0ad50 055d9 04ba0 0a5b0 15176 052b0 0a930 07954
  06aa0 0ad50 05b52 04b60 0a6e6 0a4e0 0d260 0ea65 0d530 05aa0
  076a3 096d0 04afb 04ad0 0a4d0 1d0b6 0d250 0d520 0dd45 0b5a0
  056d0 055b2 049b0 0a577 0a4b0 0aa50 1b255 06d20 0ada0 14b63
  09370 049f8 04970 064b0 168a6 0ea50 06b20 1a6c4 0aae0 092e0
  0d2e3 0c960 0d557 0d4a0 0da50 05d55 056a0 0a6d0 055d4 052d0
  0a9b8 0a950 0b4a0 0b6a6 0ad50 055a0 0aba4 0a5b0 052b0 0b273
  06930 07337 06aa0 0ad50 14b55 04b60 0a570 054e4
`

const FIRST_YEAR = 1901
const FIRST_DAY = '1901-02-19'
const DAY_MS = 86_400_000

export interface PublishedMonth {
  readonly relatedYear: number
  readonly month: number
  readonly leap: boolean
  /** Gregorian dates, YYYY-MM-DD. */
  readonly first: string
  readonly last: string
  readonly days: number
}

/** The months of a year, in their order, with their lengths. */
const monthsOf = (relatedYear: number, code: number) => {
  const leapMonth = code & 0xf
  return Array.from({ length: 12 }, (_, index) => index + 1).flatMap((month) => {
    const ordinary = { relatedYear, month, leap: false, days: code & (0x10000 >> month) ? 30 : 29 }
    const leap = { relatedYear, month, leap: true, days: code & 0x10000 ? 30 : 29 }
    return month === leapMonth ? [ordinary, leap] : [ordinary]
  })
}

/** Every month of the published years, one after the other without a gap. */
export const publishedMonths = (): PublishedMonth[] => {
  let next = Date.parse(FIRST_DAY)
  const iso = (instant: number) => new Date(instant).toISOString().slice(0, 10)
  return YEARS.trim()
    .split(/\s+/)
    .flatMap((code, index) => monthsOf(FIRST_YEAR + index, Number.parseInt(code, 16)))
    .map((month) => {
      const first = next
      next += month.days * DAY_MS
      return { ...month, first: iso(first), last: iso(next - DAY_MS) }
    })
}
