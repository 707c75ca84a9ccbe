import type { Launch } from '#shared/domain/launch/launch.ts'
import type { LaunchPart } from '#shared/domain/launch/launch-part.ts'

/** Minutes of work for one worker, so that what a dead one leaves is little, and a hundred have enough to do. */
const ITEMS_A_PART = 20_000
const MOST_PARTS = 500

/** Into how many parts a launch divides a customers table. @param items of the table */
export const partsFor = (items: number): number =>
  Math.min(MOST_PARTS, Math.max(1, Math.ceil(items / ITEMS_A_PART)))

/** After a claim has passed, its owner has died or failed; the owner's own message is given the time to come again. */
const CLAIM_GRACE_MS = 60_000

/** Work that waits stands on its queue for up to a quarter of an hour (launch-work.ts); what takes longer was lost. */
const LOST_AFTER_MS = 20 * 60_000

const isStalled = ({ state, claim, at }: LaunchPart, queuedAt: number, now: number): boolean => {
  if (state === 'done') return false
  if (claim) return now > claim.until + CLAIM_GRACE_MS
  return now > Math.max(queuedAt, at === undefined ? 0 : Date.parse(at)) + LOST_AFTER_MS
}

/**
 * The parts of a launch that nobody is at and nobody waits with, by all that can be seen. Where all parts are done and the
 * launch has not ended, the first one stands for it: whoever finds it done ends the launch.
 * @param begun the parts that were begun
 */
export const stalledParts = (
  { parts = 1, queuedAt }: Pick<Launch, 'parts' | 'queuedAt'>,
  begun: readonly LaunchPart[],
  now: Date,
): number[] => {
  const byNumber = new Map(begun.map((part) => [part.part, part]))
  const queued = Date.parse(queuedAt ?? '') || 0
  const numbers = Array.from({ length: parts }, (_, part) => part)
  if (numbers.every((part) => byNumber.get(part)?.state === 'done')) return [0]
  return numbers.filter((part) => {
    const known = byNumber.get(part)
    return known ? isStalled(known, queued, now.getTime()) : now.getTime() > queued + LOST_AFTER_MS
  })
}
