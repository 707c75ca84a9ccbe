/** A formatter costs ~50 µs to make and a bank has few zones. */
const formatters = new Map<string, Intl.DateTimeFormat>()

const formatterOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = formatters.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  formatters.set(timeZone, made)
  return made
}

let listedZones: ReadonlySet<string> | undefined

/**
 * Whether this runtime knows the zone. The list of zones is asked first: it lacks other spellings of them, but to have it
 * takes a process 1 ms, and to make its first formatter 13, at the first reading of the settings.
 */
export const isTimeZone = (timeZone: string): boolean => {
  listedZones ??= new Set(Intl.supportedValuesOf('timeZone'))
  if (listedZones.has(timeZone) || formatters.has(timeZone)) return true
  try {
    formatterOf(timeZone)
    return true
  } catch {
    return false
  }
}

const asked = (instant: number, timeZone: string): number => {
  const parts: Record<string, string> = {}
  for (const { type, value } of formatterOf(timeZone).formatToParts(instant)) parts[type] = value
  const year = Number(parts.year)
  const shown = new Date(0)
  shown.setUTCFullYear(parts.era === 'BC' ? 1 - year : year, Number(parts.month) - 1, Number(parts.day))
  shown.setUTCHours(Number(parts.hour), Number(parts.minute), Number(parts.second))
  return shown.getTime() - Math.floor(instant / 1000) * 1000
}

/** Zones change their clocks at full quarters of an hour of UTC; Newfoundland did not, at 00:01, from 1987 to 2011. */
const QUARTER_MS = 900_000
const QUARTERS_FROM = Date.UTC(1973, 0, 1)

/** Years of one zone's quarters fit; a replay of decades just begins anew. */
const MOST_KEPT = 50_000

/** `undefined` stands for a quarter within which clocks are changed: there every instant is asked for. */
const offsets = new Map<string, Map<number, number | undefined>>()

/**
 * How far a zone's clocks are ahead of UTC at an instant, in milliseconds. Asking Intl takes microseconds and every
 * decision asks, most of them about the same hour: answers are kept by quarter of an hour.
 * @param instant epoch milliseconds
 * @param timeZone IANA name
 * @throws RangeError for a zone that does not exist
 */
export const zoneOffset = (instant: number, timeZone: string): number => {
  if (instant < QUARTERS_FROM) return asked(instant, timeZone)
  let ofZone = offsets.get(timeZone)
  if (!ofZone) {
    ofZone = new Map()
    offsets.set(timeZone, ofZone)
  }
  const quarter = Math.floor(instant / QUARTER_MS)
  const known = ofZone.get(quarter)
  if (known !== undefined) return known
  if (ofZone.has(quarter)) return asked(instant, timeZone)
  const first = asked(quarter * QUARTER_MS, timeZone)
  const last = asked((quarter + 1) * QUARTER_MS - 1000, timeZone)
  if (ofZone.size >= MOST_KEPT) ofZone.clear()
  ofZone.set(quarter, first === last ? first : undefined)
  return first === last ? first : asked(instant, timeZone)
}
