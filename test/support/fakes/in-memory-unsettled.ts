import { UNCONFIRMED } from '#shared/domain/message/unsettled.ts'
import type { DueEntry } from '#shared/ports/due-index.ts'
import type { UnsettledMessages } from '#shared/ports/unsettled-messages.ts'
import type { InMemoryJournal } from '#test/support/fakes/in-memory-journal.ts'

type Place = 'settle' | 'confirm'

export interface InMemoryUnsettled extends UnsettledMessages {
  /** Puts a message of the journal into the index. */
  put(kind: Place, entry: DueEntry): void
  /** What stands there of messages that have not ended. */
  entries(kind: Place): DueEntry[]
  /** Lets the next change fail before it is written, as a table out of reach does. */
  failOnce(error: Error): void
}

const NOT_ENDED = ['queued', 'sending', 'sent']

const word = ({ customerId, entry }: Pick<DueEntry, 'customerId' | 'entry'>): string =>
  JSON.stringify([customerId, entry])

/** The index of messages that have not ended, in memory, with the table's conditions. */
export const createInMemoryUnsettled = (journal: InMemoryJournal): InMemoryUnsettled => {
  const places = new Map<string, { kind: Place; entry: DueEntry }>()
  let failure: Error | undefined

  const isAsSeen = (kind: Place, seen: DueEntry): boolean => {
    const error = failure
    failure = undefined
    if (error) throw error
    const place = places.get(word(seen))
    const { state } = journal.stored(seen)
    return (
      place?.kind === kind && place.entry.due.getTime() === seen.due.getTime() && NOT_ENDED.includes(state)
    )
  }
  return {
    put: (kind, entry) => void places.set(word(entry), { kind, entry }),
    entries: (kind) =>
      [...places.values()]
        .filter((place) => place.kind === kind && NOT_ENDED.includes(journal.stored(place.entry).state))
        .map(({ entry }) => entry),
    failOnce: (error) => {
      failure = error
    },
    moveOn: async (seen, next) => {
      if (!isAsSeen('settle', seen)) return false
      places.delete(word(seen))
      if (next) places.set(word(seen), { kind: next.kind, entry: { ...seen, due: next.due } })
      return true
    },
    markUnconfirmed: async (seen, at) => {
      if (!isAsSeen('confirm', seen)) return false
      places.delete(word(seen))
      const message = journal.stored(seen)
      const step = { state: 'sent', at: at.toISOString(), note: UNCONFIRMED } as const
      journal.put({ ...message, unconfirmed: true, history: [...message.history, step] })
      return true
    },
  }
}
