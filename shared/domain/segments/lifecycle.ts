/** How long a customer has been one. */
export type Lifecycle = 'new' | 'growing' | 'mature' | 'senior'

/**
 * New up to three months, growing up to a year, mature up to five, senior after; each bound includes its day: what
 * began on May 31 is three months old on August 31, and what began on November 30 on February 28 or 29.
 * @param customerSince YYYY-MM-DD @param today YYYY-MM-DD
 */
export const lifecycle = (customerSince: string, today: string): Lifecycle => {
  const monthOf = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7))
  const beyondTheDay = today.slice(8) > customerSince.slice(8)
  const begun = monthOf(today) - monthOf(customerSince) + (beyondTheDay ? 1 : 0)
  if (begun <= 3) return 'new'
  if (begun <= 12) return 'growing'
  return begun <= 60 ? 'mature' : 'senior'
}
