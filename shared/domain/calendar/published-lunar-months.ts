/** A whole month of the Chinese calendar as it was published. */
interface PublishedMonth {
  /** Gregorian date of its first day, YYYY-MM-DD. */
  readonly from: string
  /** Its length in days, 29 or 30. */
  readonly days: number
  readonly relatedYear: number
  readonly month: number
  readonly leap: boolean
}

const month = (
  from: string,
  days: number,
  relatedYear: number,
  number: number,
  leap = false,
): PublishedMonth => ({
  from,
  days,
  relatedYear,
  month: number,
  leap,
})

/**
 * The months of 1901 to 2088 that ICU (78.3, in Node 24) gets wrong, complete: it computes the new moon to a few
 * minutes only, and these fall that close to midnight in China, where minutes decide on which day a month begins (the
 * New Years of 2027 and 2030 among them). ICU-23274 describes it: https://github.com/unicode-org/icu/pull/4070.
 * The published dates: Hong Kong Observatory, Gregorian-Lunar Calendar Conversion Tables,
 * https://www.hko.gov.hk/en/gts/time/conversion.htm. They say when months begin, not by how much to correct, so that
 * they stay true when ICU is repaired. Not here: September 2089 and August 2097, which the Observatory itself calls
 * open.
 */
export const publishedLunarMonths: readonly PublishedMonth[] = [
  month('1917-03-23', 29, 1917, 2, true),
  month('1917-04-21', 30, 1917, 3),
  month('1922-06-25', 29, 1922, 5, true),
  month('1922-07-24', 30, 1922, 6),
  month('1954-02-03', 30, 1954, 1),
  month('1955-02-22', 30, 1955, 2),
  month('1987-07-26', 29, 1987, 6, true),
  month('1987-08-24', 30, 1987, 7),
  month('1999-01-17', 30, 1998, 12),
  month('2012-08-17', 30, 2012, 7),
  month('2018-10-09', 30, 2018, 9),
  month('2018-11-08', 29, 2018, 10),
  month('2027-02-06', 30, 2027, 1),
  month('2030-01-04', 30, 2029, 12),
  month('2030-02-03', 29, 2030, 1),
  month('2070-03-12', 30, 2070, 2),
]
