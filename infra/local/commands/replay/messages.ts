import * as z from 'zod/mini'
import { type MessageLine, messageLine, sortedLines, type Written } from '#functions/simulate/message-line.ts'
import type { ProviderCall } from '#infra/local/providers/call.ts'
import { messageEntrySchema } from '#shared/domain/message/journal-entry.ts'
import { messageKeyOfTags } from '#shared/domain/message/message-key.ts'

const word = ({ customerId, entry }: { readonly customerId: string; readonly entry: string }): string =>
  JSON.stringify([customerId, entry])

const writtenByKey = (calls: readonly ProviderCall[]): ReadonlyMap<string, Written> =>
  new Map(
    calls.flatMap(({ outcome, tags, subject, text }) => {
      const key = messageKeyOfTags(tags)
      return key && outcome === 'accepted' && text !== undefined ? [[word(key), { subject, text }]] : []
    }),
  )

/** Every message of the journal, and a hash of what its provider was given, in an order of their own. */
export const replayedMessages = async (
  items: AsyncIterable<Record<string, unknown>>,
  calls: readonly ProviderCall[],
): Promise<MessageLine[]> => {
  const written = writtenByKey(calls)
  const lines: MessageLine[] = []
  for await (const item of items) {
    if (item.kind !== 'message') continue
    const message = z.parse(messageEntrySchema, item)
    lines.push(messageLine(message, written.get(word(message))))
  }
  return sortedLines(lines)
}
