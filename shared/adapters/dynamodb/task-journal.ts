import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod/mini'
import { PermanentError } from '#shared/domain/errors.ts'
import { taskEntrySchema } from '#shared/domain/message/journal-entry.ts'
import type { Escalation, TaskJournal, TaskKey } from '#shared/ports/task-journal.ts'

/** The one conditional write of an escalation; the task stops waiting for its time with it. */
const escalationUpdate = ({ at, to, note }: Escalation) => ({
  UpdateExpression: [
    'SET #state = :escalated, #history = list_append(if_not_exists(#history, :none), :steps)',
    ...(to === undefined ? [] : [', #escalatedTo = :to']),
    ' REMOVE #dueKey, #due',
  ].join(''),
  ConditionExpression: '#state = :open',
  ExpressionAttributeNames: {
    '#state': 'state',
    '#history': 'history',
    '#dueKey': 'dueKey',
    '#due': 'due',
    ...(to === undefined ? {} : { '#escalatedTo': 'escalatedTo' }),
  },
  ExpressionAttributeValues: {
    ':open': 'open',
    ':escalated': 'escalated',
    ':none': [],
    ':steps': [{ state: 'escalated', at: at.toISOString(), note }],
    ...(to === undefined ? {} : { ':to': to }),
  },
})

/** The tasks of the journal table behind the port. */
export const createTaskJournal = (client: DynamoDBDocumentClient, tableName: string): TaskJournal => {
  const keyOf = ({ customerId, entry }: TaskKey) => ({ customerId, entry })
  return {
    task: async (key) => {
      const command = new GetCommand({ TableName: tableName, Key: keyOf(key), ConsistentRead: true })
      const { Item } = await client.send(command)
      if (!Item) return undefined
      const parsed = z.safeParse(taskEntrySchema, Item)
      if (!parsed.success) throw new PermanentError('unreadable-task')
      return parsed.data
    },
    escalate: async (key, escalation) => {
      try {
        await client.send(
          new UpdateCommand({ TableName: tableName, Key: keyOf(key), ...escalationUpdate(escalation) }),
        )
        return true
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false
        throw error
      }
    },
  }
}
