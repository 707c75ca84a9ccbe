/**
 * What the profile keeps of many events: for each calendar month (UTC) a set of one-character elements. Union of sets
 * is idempotent, commutative and associative, so neither duplicates nor order leave a trace (docs/adr/0008-baseline.md).
 * By month, YYYY-MM; a month that stands there has at least one element: its customer was active in it.
 */
export type MonthElements = ReadonlyMap<string, ReadonlySet<string>>

/** Attribute-name prefix of the months in the profile item. */
export const MONTH_PREFIX = 'm:'

const attributes = new Map<string, string>()

/** @returns the attribute that holds a month, `m:YYYY-MM`; the same text each time, because every event names some */
export const monthAttribute = (month: string): string => {
  const known = attributes.get(month)
  if (known !== undefined) return known
  const attribute = `${MONTH_PREFIX}${month}`
  attributes.set(month, attribute)
  return attribute
}

/** How many months before the one in question a judgement looks at. */
export const HISTORY_MONTHS = 6

/**
 * How many months before the newest are kept: one more than a judgement looks at, so that an event of last month that
 * comes again, or late, still finds the months it was judged by. Queues bring an event again for up to four weeks.
 */
const KEPT_BEFORE_NEWEST = HISTORY_MONTHS + 1

/** Months that a write of a new month drops unseen: the one that falls out, and two more for months of silence. */
const DROPPED_UNSEEN = 3

/** @param count of months since year 0 @returns YYYY-MM */
const monthText = (count: number): string => {
  const year = Math.floor(count / 12)
  const month = (count % 12) + 1
  return `${year > 999 ? year : String(year).padStart(4, '0')}-${month < 10 ? '0' : ''}${month}`
}

/** @returns the calendar month in UTC, YYYY-MM */
export const monthAt = (instant: Date): string =>
  monthText(instant.getUTCFullYear() * 12 + instant.getUTCMonth())

/** @param instant ISO 8601 with offset @returns its calendar month in UTC, YYYY-MM */
export const monthOf = (instant: string): string => monthAt(new Date(instant))

/** @param month YYYY-MM @param by months later, or earlier where negative */
export const shiftMonth = (month: string, by: number): string =>
  monthText(Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + by)

const newestOf = (months: Iterable<string>): string | undefined => {
  let newest: string | undefined
  for (const month of months) if (newest === undefined || month > newest) newest = month
  return newest
}

/** The oldest month that is kept beside this one; older ones are outlived. */
const oldestKept = (newest: string): string => shiftMonth(newest, -KEPT_BEFORE_NEWEST)

const oldestAttributes = new Map<string, string>()

/** @param newest attribute of a month @returns that of the oldest month that is kept beside it */
export const oldestAttribute = (newest: string): string => {
  const known = oldestAttributes.get(newest)
  if (known !== undefined) return known
  const oldest = monthAttribute(oldestKept(newest.slice(MONTH_PREFIX.length)))
  oldestAttributes.set(newest, oldest)
  return oldest
}

/** Everything that any of them has, without the months that are too old beside the newest. */
export const mergeMonths = (all: readonly MonthElements[]): MonthElements => {
  const [only] = all
  // Nearly always: one transaction, one month.
  if (all.length === 1 && only && only.size <= 1) return only
  const newest = newestOf(all.flatMap((months) => [...months.keys()]))
  if (newest === undefined) return new Map()
  const oldest = oldestKept(newest)
  const merged = new Map<string, Set<string>>()
  for (const months of all)
    for (const [month, elements] of months) {
      if (month < oldest) continue
      merged.set(month, new Set([...(merged.get(month) ?? []), ...elements]))
    }
  return merged
}

/** The elements to add that do not stand there yet, without those of months that are too old beside what stands there. */
export const missingElements = (toAdd: MonthElements, kept: MonthElements): MonthElements => {
  const newest = newestOf([...toAdd.keys(), ...kept.keys()])
  const missing = new Map<string, ReadonlySet<string>>()
  if (newest === undefined) return missing
  const oldest = oldestKept(newest)
  for (const [month, elements] of toAdd) {
    if (month < oldest) continue
    const lacking = [...elements].filter((element) => !kept.get(month)?.has(element))
    if (lacking.length > 0) missing.set(month, new Set(lacking))
  }
  return missing
}

/** The months that are kept but too old beside the newest: left by a gap, or by a fact that came very late. */
export const outlivedMonths = (kept: readonly string[]): string[] => {
  const newest = newestOf(kept)
  if (newest === undefined) return []
  const oldest = oldestKept(newest)
  return kept.filter((month) => month < oldest)
}

/** By the newest month of a write; there are as many as months, and every event asks for one. */
const droppedUnseen = new Map<string, readonly string[]>()

/** The months that a write of these drops without having seen whether they stand there. */
export const monthsDroppedUnseen = (written: MonthElements): readonly string[] => {
  const newest = newestOf(written.keys())
  if (newest === undefined) return []
  const known = droppedUnseen.get(newest)
  if (known) return known
  const dropped = Array.from({ length: DROPPED_UNSEEN }, (_, n) =>
    shiftMonth(newest, -KEPT_BEFORE_NEWEST - 1 - n),
  )
  droppedUnseen.set(newest, dropped)
  return dropped
}

/**
 * The months that a judgement of something in `month` looks at, the last first. `month` itself is left out, so that
 * neither the event's own trace nor the order within its month changes what is seen.
 * @returns of each active month its elements; months without any are left out
 */
export const monthsBefore = (months: MonthElements, month: string): ReadonlySet<string>[] =>
  Array.from({ length: HISTORY_MONTHS }, (_, n) => months.get(shiftMonth(month, -1 - n))).filter(
    (elements) => elements !== undefined && elements.size > 0,
  ) as ReadonlySet<string>[]
