import type { BankEvent } from '#events/registry.ts'
import { type MonthElements, monthAt } from '#shared/domain/profile/months.ts'
import type { Settings } from '#shared/domain/settings.ts'

type Transaction = Extract<BankEvent, { detailType: 'TransactionPosted' }>['detail']

/** The element of a month that has a card payment. */
export const CARD_PAYMENT = '0'

/** First day of each part of a month; the part's element is its place from 1 on. The last has up to three days. */
export const PART_STARTS = [1, 8, 15, 22, 29] as const

/** Size classes of amounts are half-octaves (a factor of √2), the lowest from an eighth of the setting on. */
const CLASSES_PER_OCTAVE = 2
const CLASS_OF_THE_SETTING = 6
const LARGEST_CLASS = 25

/**
 * First letters of the size classes, by what moved. An amount leaves the letters of its class and of all below, so that
 * a month says no more than how large the largest was, and a smaller one that comes late has nothing to add.
 */
export const SIZE_ALPHABET = { withdrawal: 'A', deposit: 'a' } as const
export type Movement = keyof typeof SIZE_ALPHABET

/**
 * The size class of an amount, `floor(2 · log2(amount / scale)) + 6`: 6 from the scale on, 8 from its double on, below 0
 * under an eighth of it. Not limited upwards; of nothing it is minus infinity.
 * @param amount minor units, ≥ 0
 * @param scale the currency's absolute setting, minor units; undefined where it has none (or 0, which measures nothing)
 */
export const sizeClass = (amount: number, scale: number | undefined): number | undefined =>
  scale === undefined || scale === 0
    ? undefined
    : Math.floor(CLASSES_PER_OCTAVE * Math.log2(amount / scale)) + CLASS_OF_THE_SETTING

/** @returns the smallest amount of a size class, in minor units; also between two classes, as a median may be */
export const smallestOfClass = (size: number, scale: number): number =>
  Math.round(scale * 2 ** ((size - CLASS_OF_THE_SETTING) / CLASSES_PER_OCTAVE))

/** @returns the largest size class among a month's elements; -1 where there is none */
export const largestClass = (elements: ReadonlySet<string>, movement: Movement): number => {
  const first = SIZE_ALPHABET[movement].charCodeAt(0)
  let largest = -1
  for (const element of elements) {
    const size = element.charCodeAt(0) - first
    if (size > largest && size <= LARGEST_CLASS) largest = size
  }
  return largest
}

const sizeElements = (minorUnits: number, currency: string, settings: Settings): string[] => {
  const movement: Movement = minorUnits < 0 ? 'withdrawal' : 'deposit'
  const { [currency]: scale } = movement === 'withdrawal' ? settings.largeWithdrawal : settings.largeDeposit
  const size = sizeClass(Math.abs(minorUnits), scale)
  if (size === undefined || size < 0) return []
  const first = SIZE_ALPHABET[movement].charCodeAt(0)
  const letters = Math.min(size, LARGEST_CLASS) + 1
  return Array.from({ length: letters }, (_, n) => String.fromCharCode(first + n))
}

/** By day of the month. */
const partElements: readonly string[] = Array.from({ length: 32 }, (_, day) =>
  String(PART_STARTS.filter((start) => start <= day).length),
)

/**
 * What a transaction leaves in its month: when in the month it was, that it was a card payment, how large it was.
 * The account's kind is not asked, because a write does not know it: movements of loans and cards count, too.
 * @param settings the absolute limits are the scale of the sizes; a currency without one keeps no sizes
 */
export const transactionElements = ({ metadata, data }: Transaction, settings: Settings): MonthElements => {
  const { minorUnits, currency } = data.amount
  const at = new Date(metadata.occurredAt)
  const elements = new Set<string>()
  elements.add(partElements[at.getUTCDate()] as string)
  if (data.kind === 'card' && minorUnits < 0) elements.add(CARD_PAYMENT)
  for (const element of sizeElements(minorUnits, currency, settings)) elements.add(element)
  const months = new Map<string, ReadonlySet<string>>()
  return months.set(monthAt(at), elements)
}
