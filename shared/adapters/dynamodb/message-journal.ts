import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod/mini'
import { moveCounted } from '#shared/adapters/dynamodb/counted-move.ts'
import { markMessage } from '#shared/adapters/dynamodb/mark-message.ts'
import type { ResultsTarget } from '#shared/adapters/dynamodb/result-counters.ts'
import { transitionUpdate } from '#shared/adapters/dynamodb/transition-update.ts'
import { PermanentError } from '#shared/domain/errors.ts'
import { type MessageEntry, messageEntrySchema } from '#shared/domain/message/journal-entry.ts'
import { messageStateSchema } from '#shared/domain/message/lifecycle.ts'
import type { MessageKey } from '#shared/domain/message/message-key.ts'
import { pathOf, statesBeforePath } from '#shared/domain/message/path.ts'
import { countedWays } from '#shared/domain/results/counted-states.ts'
import type { MessageJournal, Moved, Transition } from '#shared/ports/message-journal.ts'

const parseMessage = (item: unknown): MessageEntry => {
  const parsed = z.safeParse(messageEntrySchema, item)
  if (!parsed.success) throw new PermanentError('unreadable-message')
  return parsed.data
}

const keyOf = ({ customerId, entry }: MessageKey) => ({ customerId, entry })

const isWhole = (key: MessageKey | MessageEntry): key is MessageEntry => 'kind' in key

/** The journal table behind the port, and the campaigns table for what is counted of a move. */
export const createMessageJournal = (
  client: DynamoDBDocumentClient,
  journalTable: string,
  results: ResultsTarget,
): MessageJournal => {
  const message = async (key: MessageKey): Promise<MessageEntry | undefined> => {
    const command = new GetCommand({ TableName: journalTable, Key: keyOf(key), ConsistentRead: true })
    const { Item } = await client.send(command)
    return Item && parseMessage(Item)
  }

  const move = async (key: MessageKey, transition: Transition): Promise<Moved> => {
    try {
      await client.send(
        new UpdateCommand({
          TableName: journalTable,
          Key: keyOf(key),
          ...transitionUpdate(key.customerId, transition),
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      )
      return { moved: true }
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error
      const found = z.safeParse(messageStateSchema, error.Item?.state?.S)
      return { moved: false, state: found.success ? found.data : undefined }
    }
  }

  const moveAndCount = async (key: MessageKey | MessageEntry, transition: Transition): Promise<Moved> => {
    if (isWhole(key)) return moveCounted(client, { journalTable, results }, key, transition)
    const found = await message(key)
    // What came late is told by the reading alone.
    if (!found || !statesBeforePath(pathOf(transition)).includes(found.state))
      return { moved: false, state: found?.state }
    return moveCounted(client, { journalTable, results }, found, transition)
  }

  return {
    message,
    mark: async (key, mark, at) => {
      const found = isWhole(key) ? key : await message(key)
      return found && { first: await markMessage(client, { journalTable, results }, found, mark, at) }
    },
    transition: (key, transition) =>
      countedWays(pathOf(transition)).length === 0 ? move(key, transition) : moveAndCount(key, transition),
  }
}
