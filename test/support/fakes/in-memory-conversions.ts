import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import type { Conversion } from '#shared/domain/results/conversion.ts'
import type { Touch, TouchingDecision, TouchingMessage } from '#shared/domain/results/touches.ts'
import type { ConversionJournal } from '#shared/ports/conversion-journal.ts'

type Entry = TouchingMessage | TouchingDecision

/** One customer's journal in memory, with the table's conditions; test/integration holds both to the same behaviour. */
export const createInMemoryConversions = (...entries: readonly Entry[]) => {
  const kept = new Map(entries.map((entry) => [entry.entry, entry]))
  const recorded = new Map<string, readonly Touch[]>()
  const counted: { readonly conversion: Conversion; readonly touch: Touch }[] = []
  let atHistory = async (): Promise<void> => undefined
  const journal: ConversionJournal = {
    history: async (_customerId, from, to) => {
      const found = [...kept.values()].filter(
        ({ entry }) => entry >= from.toISOString() && entry <= `${to.toISOString()}~`,
      )
      await atHistory()
      return found
    },
    record: async (conversion, attributions) => {
      if (recorded.has(conversion.eventId)) return 'recorded-before'
      const fresh = attributions.filter(({ converted }) => !converted)
      const taken = ({ entry, campaignId }: Touch): boolean =>
        kept.get(entry)?.converted?.includes(campaignId) ?? false
      if (fresh.some(taken)) return 'changed'
      recorded.set(conversion.eventId, attributions)
      for (const touch of fresh) {
        const entry = kept.get(touch.entry)
        if (entry)
          kept.set(touch.entry, { ...entry, converted: [...(entry.converted ?? []), touch.campaignId] })
        counted.push({ conversion, touch })
      }
      return 'recorded'
    },
  }
  return {
    ...journal,
    put: (message: MessageEntry) => void kept.set(message.entry, message),
    recorded,
    /** What was counted, in words. */
    counted: () =>
      counted.map(
        ({ conversion, touch }) =>
          `${conversion.eventId} ${touch.kind} ${touch.campaignId}@${touch.campaignVersion}`,
      ),
    /** Lets this happen once, after the next look at the journal. */
    meanwhile: (what: () => Promise<unknown>) => {
      atHistory = async () => {
        atHistory = async () => undefined
        await what()
      }
    },
  }
}
