const DAY_MS = 86_400_000

/** What the bank knows, rather than what happens: it comes before the rest and does not move the clock. */
export const MASTER_DATA: ReadonlySet<string> = new Set([
  'CustomerProfileChanged',
  'AccountChanged',
  'CardChanged',
])

/** The day of an instant, YYYY-MM-DD in UTC. */
export const dateOf = (instant: Date): string => instant.toISOString().slice(0, 10)

/** The hour (UTC) of a recorded day at which its schedules fire: past 09:00 in every zone that has that date by then. */
export const tickAt = (date: string): Date => new Date(`${date}T12:00:00Z`)

/** A longer silence is jumped over, but for its last days: the sweep looks back no further either. */
const LONGEST_GAP_MS = 14 * DAY_MS

/**
 * The days that are to be ticked when something happens on `day`.
 * @param last the day that was ticked last; undefined before the first
 */
export const daysUpTo = (last: string | undefined, day: string): string[] => {
  const to = Date.parse(day)
  const first = last === undefined ? to : Math.max(Date.parse(last) + DAY_MS, to - LONGEST_GAP_MS)
  const days: string[] = []
  for (let time = first; time <= to; time += DAY_MS) days.push(dateOf(new Date(time)))
  return days
}
