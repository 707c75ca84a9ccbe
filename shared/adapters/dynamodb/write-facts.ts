import { RetryableError } from '#shared/domain/errors.ts'
import { hasOutlived, monthsIn, parseMonths } from '#shared/domain/profile/customer-profile.ts'
import {
  type MonthElements,
  mergeMonths,
  missingElements,
  monthsDroppedUnseen,
  outlivedMonths,
} from '#shared/domain/profile/months.ts'
import { type ReadAttribute, readItem, type StoredItem } from '#shared/domain/profile/profile-view.ts'
import { newestWrites, type RegisterWrite, stillNewer } from '#shared/domain/profile/register.ts'

/** What one UpdateItem does: registers if all of them are newer than what stands there, and the months with them. */
export interface ItemChange {
  readonly registers: readonly RegisterWrite[]
  readonly add: MonthElements
  /** Months to remove; none of them is added to. */
  readonly remove: readonly string[]
}

/** The item as it is after the update, or as it was where the condition did not hold; in the form of its store. */
export interface UpdateResult {
  readonly written: boolean
  readonly item: StoredItem
  readonly writeUnits: number
}

export type UpdateItem = (change: ItemChange) => Promise<UpdateResult>

export interface Written {
  /** In the form of its store. */
  readonly item: StoredItem
  readonly changed: boolean
  readonly writeUnits: number
}

/** Keeps an update far below DynamoDB's 4 KB of expression and 300 operators. */
const REGISTERS_PER_UPDATE = 30

/** How often a write is tried against concurrent ones before the work goes back to the queue. */
const ATTEMPTS = 5

const NONE: MonthElements = new Map()

const asItIs: ReadAttribute = (stored) => stored

/**
 * Writes what is newer or missing. Where an older register made the condition fail, the item that came back says what
 * is left to write: nothing for a duplicate, and for a late fact what it adds to its month.
 */
const writeNewer = async (
  update: UpdateItem,
  registers: readonly RegisterWrite[],
  months: MonthElements,
  read: ReadAttribute,
): Promise<Written> => {
  let pending = registers
  let add = months
  let writeUnits = 0
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const result = await update({ registers: pending, add, remove: monthsDroppedUnseen(add) })
    writeUnits += result.writeUnits
    if (result.written) return { item: result.item, changed: true, writeUnits }
    const item = readItem(result.item, read)
    pending = stillNewer(pending, item)
    add = missingElements(add, parseMonths(item))
    if (pending.length === 0 && add.size === 0) return { item: result.item, changed: false, writeUnits }
  }
  throw new RetryableError('conflict')
}

/**
 * Removes the months that the write left although they are too old: after a gap, or where a late fact and the first of
 * a new month did not see each other. Whoever writes last sees both, and the newest month never goes back, so nothing
 * is removed that any order would have kept.
 */
const tidy = async (update: UpdateItem, { item, changed, writeUnits }: Written): Promise<Written> => {
  const tidied = await update({ registers: [], add: NONE, remove: outlivedMonths(monthsIn(item)) })
  return { item: tidied.item, changed, writeUnits: writeUnits + tidied.writeUnits }
}

/** More registers than one update takes, one update after the other; the months go with the first. */
const writeInChunks = async (
  update: UpdateItem,
  registers: readonly RegisterWrite[],
  months: MonthElements,
  read: ReadAttribute,
): Promise<Written> => {
  let last = await writeNewer(update, registers.slice(0, REGISTERS_PER_UPDATE), months, read)
  for (let from = REGISTERS_PER_UPDATE; from < registers.length; from += REGISTERS_PER_UPDATE) {
    const chunk = registers.slice(from, from + REGISTERS_PER_UPDATE)
    const { item, changed, writeUnits } = await writeNewer(update, chunk, NONE, read)
    last = { item, changed: last.changed || changed, writeUnits: last.writeUnits + writeUnits }
  }
  return last
}

/**
 * Brings facts into one item. Every order and repetition of the same facts, however they are cut into calls and
 * wherever a call fails and is made again, ends in the same item.
 * @param update one conditional UpdateItem of that item
 * @param read makes the values of the attributes that the update brings back
 * @throws RetryableError when concurrent writers were always faster
 */
export const writeFacts = (
  update: UpdateItem,
  facts: readonly RegisterWrite[],
  months: MonthElements = NONE,
  read: ReadAttribute = asItIs,
): Promise<Written> => {
  const registers = newestWrites(facts)
  const add = mergeMonths([months])
  const writing =
    registers.length <= REGISTERS_PER_UPDATE
      ? writeNewer(update, registers, add, read)
      : writeInChunks(update, registers, add, read)
  return writing.then((written) => (hasOutlived(written.item) ? tidy(update, written) : written))
}
