import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod/mini'
import { PermanentError } from '#shared/domain/errors.ts'
import { type MessageEntry, messageEntrySchema } from '#shared/domain/message/journal-entry.ts'
import { messageStateSchema } from '#shared/domain/message/lifecycle.ts'
import type { MessageKey } from '#shared/domain/message/message-key.ts'
import { statesBeforePath } from '#shared/domain/message/path.ts'
import type { MessageJournal, Moved, Transition } from '#shared/ports/message-journal.ts'
import { dueAttributes } from '#shared/tables/journal.ts'

const parseMessage = (item: unknown): MessageEntry => {
  const parsed = z.safeParse(messageEntrySchema, item)
  if (!parsed.success) throw new PermanentError('unreadable-message')
  return parsed.data
}

/** What waits for a time stands in the index of what becomes due; every other move leaves it. */
const waiting = (customerId: string, { heldUntil }: Transition) =>
  heldUntil === undefined
    ? {}
    : {
        heldUntil: heldUntil.toISOString(),
        ...dueAttributes('release', customerId, heldUntil.toISOString()),
      }

/** The one conditional write of a transition. */
export const transitionUpdate = (customerId: string, transition: Transition) => {
  const path = [...(transition.through ?? []), transition.to]
  const at = transition.at.toISOString()
  const steps = path.map((state, step) => ({
    state,
    at,
    ...(transition.note && step === path.length - 1 ? { note: transition.note } : {}),
  }))
  const { providerMessageId, reason, inbox, claim } = transition
  const due = waiting(customerId, transition)
  const set = Object.entries({ providerMessageId, reason, inbox, claim, ...due }).filter(
    ([, value]) => value !== undefined,
  )
  const removed = [...('due' in due ? [] : ['#dueKey', '#due']), ...(claim ? [] : ['#claim'])]
  const from = statesBeforePath(path).map((state, index) => [`:from${index}`, state] as const)
  const ifAttempts =
    transition.ifAttempts === undefined ? [] : [[':attempts', transition.ifAttempts] as const]
  return {
    UpdateExpression: `${[
      'SET #state = :to, #history = list_append(#history, :steps)',
      ...set.map(([name]) => `#${name} = :${name}`),
      ...(claim ? ['#attempts = #attempts + :one'] : []),
    ].join(', ')}${removed.length > 0 ? ` REMOVE ${removed.join(', ')}` : ''}`,
    ConditionExpression: [
      `#state IN (${from.map(([placeholder]) => placeholder).join(', ')})`,
      ...(ifAttempts.length > 0 ? ['#attempts = :attempts'] : []),
    ].join(' AND '),
    ExpressionAttributeNames: {
      '#state': 'state',
      '#history': 'history',
      ...Object.fromEntries(removed.map((placeholder) => [placeholder, placeholder.slice(1)])),
      ...Object.fromEntries(set.map(([name]) => [`#${name}`, name])),
      ...(claim || ifAttempts.length > 0 ? { '#attempts': 'attempts' } : {}),
    },
    ExpressionAttributeValues: {
      ':to': transition.to,
      ':steps': steps,
      ...Object.fromEntries(from),
      ...Object.fromEntries(ifAttempts),
      ...Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])),
      ...(claim ? { ':one': 1 } : {}),
    },
  }
}

/** The journal table behind the port. */
export const createMessageJournal = (client: DynamoDBDocumentClient, tableName: string): MessageJournal => {
  const keyOf = ({ customerId, entry }: MessageKey) => ({ customerId, entry })
  return {
    message: async (key) => {
      const command = new GetCommand({ TableName: tableName, Key: keyOf(key), ConsistentRead: true })
      const { Item } = await client.send(command)
      return Item && parseMessage(Item)
    },
    transition: async (key, transition): Promise<Moved> => {
      try {
        await client.send(
          new UpdateCommand({
            TableName: tableName,
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
    },
  }
}
