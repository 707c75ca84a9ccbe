import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { CountedJournal } from '#shared/adapters/dynamodb/counted-move.ts'
import { counterUpdate } from '#shared/adapters/dynamodb/result-counters.ts'
import { type TransactItem, writeAll } from '#shared/adapters/dynamodb/transaction.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import { placeOfMessage } from '#shared/domain/results/counters.ts'

export type MarkName = keyof NonNullable<MessageEntry['marks']>

/** A message without any mark has no map yet that one could be set in. */
const updates = [
  {
    UpdateExpression: 'SET #marks = :marks',
    ConditionExpression: 'attribute_exists(#entry) AND attribute_not_exists(#marks)',
  },
  {
    UpdateExpression: 'SET #marks.#name = :at',
    ConditionExpression: 'attribute_exists(#marks) AND attribute_not_exists(#marks.#name)',
  },
] as const

const markUpdate = (
  journalTable: string,
  { customerId, entry }: MessageEntry,
  name: MarkName,
  at: string,
  first: boolean,
): TransactItem => ({
  Update: {
    TableName: journalTable,
    Key: { customerId, entry },
    ...updates[first ? 0 : 1],
    ExpressionAttributeNames: { '#marks': 'marks', ...(first ? { '#entry': 'entry' } : { '#name': name }) },
    ExpressionAttributeValues: first ? { ':marks': { [name]: at } } : { ':at': at },
  },
})

/**
 * Marks a message with what was heard of its customer, and counts it for its campaign: both or neither, and only the
 * first time.
 * @param at when it happened
 * @returns whether it was the first time
 * @throws RetryableError `conflict` or `throttled`
 */
export const markCounted = async (
  client: DynamoDBDocumentClient,
  { journalTable, results }: CountedJournal,
  message: MessageEntry,
  name: MarkName,
  at: Date,
): Promise<boolean> => {
  const place = placeOfMessage(message, await results.dayOf(at))
  const counted = counterUpdate(results.campaignsTable, place, [name])
  // Another mark may come between reading and writing: then there is a map, and the second way is open.
  for (const first of message.marks ? [false] : [true, false]) {
    const mark = markUpdate(journalTable, message, name, at.toISOString(), first)
    if ((await writeAll(client, [mark, counted])).written) return true
  }
  return false
}
