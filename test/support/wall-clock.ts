import fc from 'fast-check'

const MINUTE = 60_000
const DAY = 1440 * MINUTE

const formats = new Map<string, Intl.DateTimeFormat>()

const formatOf = (zone: string): Intl.DateTimeFormat => {
  const made =
    formats.get(zone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  formats.set(zone, made)
  return made
}

/** What a clock on the wall shows, YYYY-MM-DDTHH:MM: `Intl` as it is, nothing of ours. */
export const clockOf = (zone: string) => {
  const format = formatOf(zone)
  return (instant: number): string => format.format(instant).replace(' ', 'T')
}

/** Looks at the clock every minute from an instant on, until it shows a time or has gone past it. */
export const firstMinuteShowing = (wanted: string, zone: string, from: number): number => {
  const shown = clockOf(zone)
  for (let instant = from; ; instant += MINUTE) if (shown(instant) >= wanted) return instant
}

/** Where clocks do odd things, and where they do none. */
const ZONES = [
  ...['Europe/Prague', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca', 'Asia/Kathmandu'],
  ...[
    'America/Santiago',
    'America/Havana',
    'Pacific/Apia',
    'Pacific/Chatham',
    'Asia/Shanghai',
    'Asia/Tehran',
  ],
  ...[
    'Africa/Cairo',
    'America/Caracas',
    'Asia/Gaza',
    'America/Sao_Paulo',
    'Antarctica/Troll',
    'Asia/Pyongyang',
  ],
  ...['Europe/Dublin', 'Europe/London', 'America/St_Johns', 'Pacific/Kiritimati', 'UTC'],
]

const offsetAt = (zone: string, instant: number): number =>
  Date.parse(`${clockOf(zone)(instant)}Z`) - Math.floor(instant / MINUTE) * MINUTE

/** The minutes of a year at which a zone's clocks were changed. */
const changesOf = (zone: string, year: number): number[] => {
  const changes: number[] = []
  for (let day = Date.UTC(year, 0, 1); day < Date.UTC(year + 1, 0, 1); day += DAY) {
    if (offsetAt(zone, day) === offsetAt(zone, day + DAY)) continue
    let instant = day
    while (offsetAt(zone, instant) === offsetAt(zone, day)) instant += 15 * MINUTE
    changes.push(instant)
  }
  return changes
}

/**
 * Zones and moments of 1975 to 2037, most of them within hours of a change of the clocks.
 * @returns an instant in whole minutes
 */
export const aMomentInAZone = (): fc.Arbitrary<{ readonly zone: string; readonly instant: number }> =>
  fc
    .record({
      zone: fc.constantFrom(...ZONES),
      year: fc.integer({ min: 1975, max: 2037 }),
      pick: fc.nat(),
      minutes: fc.integer({ min: -1500, max: 1500 }),
    })
    .map(({ zone, year, pick, minutes }) => {
      const moments = [...changesOf(zone, year), Date.UTC(year, pick % 12, 1 + (pick % 28))]
      return { zone, instant: (moments[pick % moments.length] ?? 0) + minutes * MINUTE }
    })
