import { attempt, type WorkDependencies, workThrough } from '#functions/release-due/work-through.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { DeliveryQueues } from '#shared/ports/delivery-queues.ts'
import type { DueEntry, DueIndex } from '#shared/ports/due-index.ts'
import type { MessageJournal } from '#shared/ports/message-journal.ts'

export interface ReleaseDependencies extends WorkDependencies {
  readonly due: Pick<DueIndex, 'heldMessages'>
  readonly journal: MessageJournal
  readonly queues: DeliveryQueues
  readonly clock: Clock
}

const isSame = (left: Pick<DueEntry, 'customerId' | 'entry'>, right: typeof left): boolean =>
  left.customerId === right.customerId && left.entry === right.entry

/**
 * Releases held messages whose customers' hours have begun. Each goes on its channel's queue first and is written
 * `queued` after: whoever dies between leaves a message that delivery finds on its queue, held and due, and releases
 * itself. The other way round it would be `queued` and on no queue. What has expired meanwhile ends so.
 * Consent, campaign and validity are delivery's to check (functions/deliver-message/prepare-message.ts).
 * @returns since when the oldest of them was due
 */
export const releaseHeld = (dependencies: ReleaseDependencies) => {
  const { due, journal, queues, clock, counters } = dependencies
  const tryTo = attempt(dependencies)

  /** In a replay the moment at which it was to be released, however late the tick is. */
  const nowFor = ({ heldUntil, decidedAt }: MessageEntry): Date => clock(new Date(heldUntil ?? decidedAt))
  const isExpired = (message: MessageEntry): boolean => new Date(message.validUntil) <= nowFor(message)

  const expire = async (message: MessageEntry): Promise<void> => {
    const { moved } = await journal.transition(message, {
      to: 'expired',
      reason: 'expired',
      at: nowFor(message),
    })
    if (moved) counters.count('MessagesExpired')
  }

  const release = async (message: MessageEntry): Promise<void> => {
    const { heldUntil } = message
    // Where delivery was faster, the message stands further on already, or is held anew, and this changes nothing. A
    // condition on what was read, because the lifecycle lets a message come to its queue from `sending`, too.
    const { moved } = await journal.transition(message, {
      to: 'queued',
      at: nowFor(message),
      ...(heldUntil === undefined ? {} : { ifHeldUntil: heldUntil }),
    })
    if (moved) counters.count('MessagesReleased')
  }

  const releasePage = async (page: readonly DueEntry[]): Promise<void> => {
    const found = await Promise.all(page.map((entry) => tryTo(entry, () => journal.message(entry))))
    const held = found.filter((message): message is MessageEntry => message?.state === 'held')
    const { expired = [], released = [] } = Object.groupBy(held, (message) =>
      isExpired(message) ? 'expired' : 'released',
    )
    const left = await queues.enqueue(
      released.map(({ channel, purpose, customerId, entry }) => ({ channel, purpose, customerId, entry })),
    )
    if (left.length > 0) counters.count('DueWorkFailed', left.length)
    const queued = released.filter((message) => !left.some((delivery) => isSame(delivery, message)))
    await Promise.all([
      ...expired.map((message) => tryTo(message, () => expire(message))),
      ...queued.map((message) => tryTo(message, () => release(message))),
    ])
  }

  return (upTo: Date): Promise<Date | undefined> =>
    workThrough(due.heldMessages(upTo), releasePage, dependencies)
}
