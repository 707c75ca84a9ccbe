import { shortHash } from '#shared/domain/stable-hash.ts'

/** Milliseconds from year 1 to 1970, so that birth years before 1970 stay positive and sort as text. */
const EPOCH_SHIFT = 62_135_596_800_000
const TIME_DIGITS = 10
const SEQUENCE_DIGITS = 11

const LOW_DIGITS = 5
const LOW = 36 ** LOW_DIGITS

const padded = (value: number, digits: number): string => value.toString(36).padStart(digits, '0')

/** A whole number ≥ 0 in base 36, in two halves: engines are several times as fast with small numbers. */
const sortable = (value: number, digits: number): string => {
  const low = value % LOW
  return `${padded((value - low) / LOW, digits - LOW_DIGITS)}${padded(low, LOW_DIGITS)}`
}

/**
 * Orders facts about the same thing: by when they occurred, then by the bank's sequence where it gives one, then by a
 * hash of the event's id. The order is total and depends on nothing but the events, so every arrival order and every
 * duplicate ends in the same register. Where a bank's clock is coarse (a whole day, as in the Berka data) and there is
 * no sequence, the hash decides among the facts of one instant: arbitrary, but always the same.
 * @param occurredAt ISO 8601 with offset
 * @param sequence whole, ≥ 0; a fact with one beats a fact without at the same instant
 * @returns text that compares as the facts do, in JavaScript and in DynamoDB alike
 */
export const factVersion = (occurredAt: string, eventId: string, sequence?: number): string => {
  const time = sortable(Date.parse(occurredAt) + EPOCH_SHIFT, TIME_DIGITS)
  const rank = sequence === undefined ? '0' : `1${sortable(sequence, SEQUENCE_DIGITS)}`
  return `${time}${rank}${shortHash(eventId)}`
}

/** When the fact of a version occurred, in epoch milliseconds; undefined where the text is no version. */
export const versionTime = (version: string): number | undefined => {
  const shifted = Number.parseInt(version.slice(0, TIME_DIGITS), 36)
  return version.length > TIME_DIGITS && Number.isSafeInteger(shifted) ? shifted - EPOCH_SHIFT : undefined
}
