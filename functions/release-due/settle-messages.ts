import { attempt, type WorkDependencies, workThrough } from '#functions/release-due/work-through.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import { CONFIRM_AFTER, LOOK_AGAIN_AFTER } from '#shared/domain/message/unsettled.ts'
import type { Channel } from '#shared/domain/vocabulary.ts'
import type { DeliveryQueues } from '#shared/ports/delivery-queues.ts'
import type { DueEntry, DueIndex } from '#shared/ports/due-index.ts'
import type { MessageJournal } from '#shared/ports/message-journal.ts'
import type { UnsettledMessages } from '#shared/ports/unsettled-messages.ts'

export interface SettleDependencies extends WorkDependencies {
  readonly due: Pick<DueIndex, 'unsettledMessages'>
  readonly journal: Pick<MessageJournal, 'message'>
  readonly unsettled: Pick<UnsettledMessages, 'moveOn'>
  readonly queues: DeliveryQueues
  /** Whether the channel's provider says what became of a message. */
  readonly givesFeedback: (channel: Channel) => boolean
}

/** A message as it is, and its entry in the index as it was. */
interface Seen {
  readonly message: MessageEntry
  readonly due: DueEntry
}

const isSame = (left: Pick<DueEntry, 'customerId' | 'entry'>, right: typeof left): boolean =>
  left.customerId === right.customerId && left.entry === right.entry

const after = (instant: Date, milliseconds: number): Date => new Date(instant.getTime() + milliseconds)

/**
 * Looks after messages that should be on their way by now (docs/adr/0020-reconciliation.md). One that is still `queued`
 * or `sending` may be on no queue any more: it goes on its queue again first, and its entry is moved on after; whoever
 * dies between is repeated by the next tick. Delivery drops what is on its queue twice, and decides about what is in
 * doubt. One that is sent is from now on waited for.
 * @returns since when the oldest of them was due
 */
export const settleMessages = (dependencies: SettleDependencies) => {
  const { due, journal, unsettled, queues, givesFeedback, counters } = dependencies
  const tryTo = attempt(dependencies)

  const see = async (entry: DueEntry): Promise<Seen | undefined> => {
    const message = await tryTo(entry, () => journal.message(entry))
    return message && { message, due: entry }
  }

  const requeue = async (lost: readonly Seen[], upTo: Date): Promise<void> => {
    const left = await queues.enqueue(
      lost.map(({ message: { channel, purpose, customerId, entry } }) => ({
        ...{ channel, purpose, customerId, entry },
      })),
    )
    if (left.length > 0) counters.count('DueWorkFailed', left.length)
    const next = { kind: 'settle', due: after(upTo, LOOK_AGAIN_AFTER) } as const
    const moveOn = async (entry: DueEntry): Promise<void> => {
      if (await unsettled.moveOn(entry, next)) counters.count('MessagesRequeued')
    }
    const queued = lost.filter(({ message }) => !left.some((delivery) => isSame(delivery, message)))
    await Promise.all(queued.map((seen) => tryTo(seen.due, () => moveOn(seen.due))))
  }

  const waitForWord = async ({ message, due: entry }: Seen, upTo: Date): Promise<void> => {
    const next = { kind: 'confirm', due: after(upTo, CONFIRM_AFTER) } as const
    await unsettled.moveOn(entry, givesFeedback(message.channel) ? next : undefined)
  }

  const settlePage = async (page: readonly DueEntry[], upTo: Date): Promise<void> => {
    const found = (await Promise.all(page.map(see))).filter((seen) => seen !== undefined)
    // What has ended, or is held, has left this part of the index: what is seen of it is a moment old.
    const { queued = [], sending = [], sent = [] } = Object.groupBy(found, ({ message }) => message.state)
    await requeue([...queued, ...sending], upTo)
    await Promise.all(sent.map((seen) => tryTo(seen.due, () => waitForWord(seen, upTo))))
  }

  return (upTo: Date): Promise<Date | undefined> =>
    workThrough(due.unsettledMessages(upTo), (page) => settlePage(page, upTo), dependencies)
}
