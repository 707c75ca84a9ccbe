/** How long a customer has been one. */
export type Lifecycle = 'new' | 'growing' | 'mature' | 'senior'

/** Up to and including how many months each stage lasts. */
const STAGES = [
  ['new', 3],
  ['growing', 12],
  ['mature', 60],
] as const

/** @returns the same day so many months later, or that month's last day where it has no such day */
const monthsLater = (date: string, months: number): string => {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number]
  const lastDay = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastDay))).toISOString().slice(0, 10)
}

/**
 * New up to three months, growing up to a year, mature up to five, senior after; each bound includes its day.
 * @param customerSince YYYY-MM-DD @param today YYYY-MM-DD
 */
export const lifecycle = (customerSince: string, today: string): Lifecycle =>
  STAGES.find(([, months]) => today <= monthsLater(customerSince, months))?.[0] ?? 'senior'
