import * as z from 'zod/mini'
import type { RecordedEntry } from '#infra/local/commands/replay/entries.ts'
import { journalEntrySchema, type MessageEntry } from '#shared/domain/message/journal-entry.ts'
import { type MessageState, messageStateSchema } from '#shared/domain/message/lifecycle.ts'
import { CAPACITY_KIND, CONVERSION_KIND } from '#shared/tables/journal.ts'

/** What a replay came to; the shape of `--json`. */
export interface ReplaySummary {
  readonly events: {
    /** Events of the file, members of batches counted. */
    readonly read: number
    /** Different events that had their effect. */
    readonly accepted: number
    /** Events that were sent, or stood in the file, again. */
    readonly duplicates: number
    /** Refused for ever, kept with their reason. */
    readonly parked: number
    /** Accounts and transactions that came before their customer's profile. */
    readonly beforeProfile: number
  }
  readonly signals: Readonly<Record<string, number>>
  readonly decisions: {
    readonly total: number
    readonly won: number
    readonly refused: Readonly<Record<string, number>>
  }
  /** How many messages reached each state. */
  readonly messages: Readonly<Record<MessageState, number>>
  readonly tasks: number
  readonly writeUnits: number
  readonly readUnits: number
  readonly writeUnitsPerQuietEvent: number
  readonly elapsedMs: number
}

const increment = (counts: Record<string, number>, key: string): void => {
  counts[key] = (counts[key] ?? 0) + 1
}

/** A message that was delivered was sent, even where the provider's word of that was overtaken. */
const statesReached = ({ history }: MessageEntry): Set<MessageState> => {
  const reached = new Set(history.map(({ state }) => state))
  if (reached.has('delivered') || reached.has('bounced') || reached.has('complained')) reached.add('sent')
  return reached
}

/** Reads the journal as it stands at the end. */
export const summarizeJournal = async (items: AsyncIterable<Record<string, unknown>>) => {
  const signals: Record<string, number> = { LowBalance: 0, LargeWithdrawal: 0, LargeDeposit: 0 }
  const refused: Record<string, number> = {}
  const messages = Object.fromEntries(messageStateSchema.options.map((state) => [state, 0])) as Record<
    MessageState,
    number
  >
  let total = 0
  let won = 0
  let tasks = 0
  for await (const item of items) {
    if (item.kind === CAPACITY_KIND || item.kind === CONVERSION_KIND) continue
    const entry = z.parse(journalEntrySchema, item)
    if (entry.kind === 'task') tasks++
    else if (entry.kind === 'message') for (const state of statesReached(entry)) messages[state]++
    else {
      total++
      increment(signals, entry.signal.type)
      if (entry.result === 'won') won++
      else increment(refused, entry.result)
    }
  }
  return { signals, decisions: { total, won, refused }, messages, tasks }
}

/** Counts events: the same event by its own id, whatever else it says; what is no event, by its content. */
export const summarizeEntries = (
  file: readonly RecordedEntry[],
  sent: readonly RecordedEntry[],
  parked: number,
) => {
  const ids = sent.flatMap(({ eventIds }) => eventIds)
  const different = new Set(ids).size
  return {
    read: file.flatMap(({ eventIds }) => eventIds).length,
    accepted: different - parked,
    duplicates: ids.length - different,
    parked,
  }
}
