import * as z from 'zod/mini'
import { type MessageEntry, messageEntrySchema } from '#shared/domain/message/journal-entry.ts'
import type { MessageKey } from '#shared/domain/message/message-key.ts'
import { pathOf, statesBeforePath } from '#shared/domain/message/path.ts'
import { countsOfMove } from '#shared/domain/results/counted-states.ts'
import type { CounterName } from '#shared/domain/results/counters.ts'
import type { MessageJournal, Moved, Transition } from '#shared/ports/message-journal.ts'

export interface MemoryJournal extends MessageJournal {
  put(message: MessageEntry): void
  /** As it is stored now. @throws Error when it is not there */
  stored(key: MessageKey): MessageEntry
  /** All messages as they are stored now. */
  all(): MessageEntry[]
  /** Those that are held now. */
  held(): MessageEntry[]
  /** How often each counter was raised, over all campaigns. */
  readonly counted: Readonly<Partial<Record<CounterName, number>>>
}

const word = ({ customerId, entry }: MessageKey): string => JSON.stringify([customerId, entry])

const moved = (message: MessageEntry, transition: Transition): MessageEntry => {
  const { to, through = [], at, note, reason, providerMessageId, inbox, claim, heldUntil } = transition
  const passed = through.map((state) => ({ state, at: at.toISOString() }))
  const { claim: _, ...unclaimed } = message
  return {
    ...unclaimed,
    state: to,
    attempts: message.attempts + (claim ? 1 : 0),
    history: [...message.history, ...passed, { state: to, at: at.toISOString(), ...(note ? { note } : {}) }],
    ...(reason === undefined ? {} : { reason }),
    ...(providerMessageId === undefined ? {} : { providerMessageId }),
    ...(inbox === undefined ? {} : { inbox }),
    ...(heldUntil === undefined ? {} : { heldUntil: heldUntil.toISOString() }),
    ...(claim === undefined ? {} : { claim }),
  }
}

/** The journal in memory, with the table's conditions; test/integration holds both to the same behaviour. */
export const createMemoryJournal = (...messages: readonly MessageEntry[]): MemoryJournal => {
  const items = new Map<string, MessageEntry>()
  /** The keys of those that are held: ticks look for them, and most messages never are. */
  const held = new Set<string>()
  const keep = (message: MessageEntry): void => {
    const key = word(message)
    items.set(key, message)
    if (message.state === 'held') held.add(key)
    else held.delete(key)
  }
  const counted: Partial<Record<CounterName, number>> = {}
  const count = (names: readonly CounterName[]): void => {
    for (const name of names) counted[name] = (counted[name] ?? 0) + 1
  }
  messages.forEach(keep)
  return {
    counted,
    put: keep,
    stored: (key) => z.parse(messageEntrySchema, items.get(word(key))),
    all: () => [...items.values()],
    held: () => [...held].flatMap((key) => items.get(key) ?? []),
    message: async (key) => items.get(word(key)),
    mark: async (key, mark, at) => {
      const message = items.get(word(key))
      if (!message) return undefined
      if (message.marks?.[mark] !== undefined) return { first: false }
      items.set(word(key), { ...message, marks: { ...message.marks, [mark]: at.toISOString() } })
      count([mark])
      return { first: true }
    },
    transition: async (key, transition): Promise<Moved> => {
      const message = items.get(word(key))
      const path = pathOf(transition)
      const from = statesBeforePath(path)
      const { ifAttempts, ifHeldUntil } = transition
      const asSeen = ifAttempts === undefined || message?.attempts === ifAttempts
      const asHeld =
        ifHeldUntil === undefined || (message?.state === 'held' && message.heldUntil === ifHeldUntil)
      if (!message || !from.includes(message.state) || !asSeen || !asHeld)
        return { moved: false, state: message?.state }
      keep(moved(message, transition))
      count(countsOfMove(message.state, path))
      const { next } = transition
      if (next && !items.has(word(next))) keep(next)
      return { moved: true }
    },
  }
}
