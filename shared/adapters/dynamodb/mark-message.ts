import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import * as z from 'zod/mini'
import type { CountedJournal } from '#shared/adapters/dynamodb/counted-move.ts'
import { counterUpdate } from '#shared/adapters/dynamodb/result-counters.ts'
import { conditionFailed, writeAll } from '#shared/adapters/dynamodb/transaction.ts'
import { type MessageEntry, type MessageMark, marksSchema } from '#shared/domain/message/journal-entry.ts'
import { placeOfMessage } from '#shared/domain/results/counters.ts'

type Marks = NonNullable<MessageEntry['marks']>

/** The map must be made with its first mark: DynamoDB sets nothing in a map that is not there. */
const markUpdate = (marks: Marks | undefined, mark: MessageMark, at: Date) =>
  marks === undefined
    ? {
        UpdateExpression: 'SET #marks = :marks',
        ConditionExpression: 'attribute_exists(#state) AND attribute_not_exists(#marks)',
        ExpressionAttributeNames: { '#marks': 'marks', '#state': 'state' },
        ExpressionAttributeValues: { ':marks': { [mark]: at.toISOString() } },
      }
    : {
        UpdateExpression: 'SET #marks.#mark = :at',
        ConditionExpression: 'attribute_exists(#marks) AND attribute_not_exists(#marks.#mark)',
        ExpressionAttributeNames: { '#marks': 'marks', '#mark': mark },
        ExpressionAttributeValues: { ':at': at.toISOString() },
      }

const storedSchema = z.object({ marks: z.optional(marksSchema) })

/**
 * Writes down that a message was opened, clicked or replied to, whatever its state, and counts it: both or neither, and
 * only the first time.
 * @param message as it was seen at some time
 * @returns whether it was the first time
 * @throws RetryableError `conflict` or `throttled`
 */
export const markMessage = async (
  client: DynamoDBDocumentClient,
  { journalTable, results }: CountedJournal,
  message: MessageEntry,
  mark: MessageMark,
  at: Date,
): Promise<boolean> => {
  const { customerId, entry } = message
  const place = placeOfMessage(message, await results.dayOf(at))
  let { marks } = message
  // Each round but the first knows marks that the one before did not, and marks are never taken away.
  while (marks?.[mark] === undefined) {
    const Update = {
      TableName: journalTable,
      Key: { customerId, entry },
      ...markUpdate(marks, mark, at),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    }
    const counter = counterUpdate(results.campaignsTable, place, [mark])
    const outcome = await writeAll(client, [{ Update }, counter])
    if (outcome.written) return true
    const found = conditionFailed(outcome.reasons, 0) ? outcome.reasons[0]?.Item : undefined
    if (!found) return false
    marks = z.parse(storedSchema, unmarshall(found)).marks
    if (marks === undefined) return false
  }
  return false
}
