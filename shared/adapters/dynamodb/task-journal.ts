import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod/mini'
import { conditionHeld } from '#shared/adapters/dynamodb/condition-held.ts'
import { PermanentError } from '#shared/domain/errors.ts'
import { taskEntrySchema } from '#shared/domain/message/journal-entry.ts'
import { taskStatesBefore } from '#shared/domain/task/lifecycle.ts'
import type { TaskKey } from '#shared/domain/task/task-id.ts'
import type { Escalation, TaskJournal } from '#shared/ports/task-journal.ts'
import { assigneeKey, dueAttributes } from '#shared/tables/journal.ts'

/**
 * The one conditional write of an escalation. The task stops waiting for its time with it, and is still listed: a task of
 * an earlier release from now on.
 */
const escalationUpdate = (task: Parameters<TaskJournal['escalate']>[0], { at, to, note }: Escalation) => {
  const states = taskStatesBefore('escalated')
  return {
    UpdateExpression: [
      'SET #state = :escalated, #history = list_append(if_not_exists(#history, :none), :steps)',
      ', #dueKey = :dueKey, #assigneeKey = if_not_exists(#assigneeKey, :assigneeKey)',
      ...(to === undefined ? [] : [', #escalatedTo = :to']),
    ].join(''),
    ConditionExpression: `#state IN (${states.map((_, index) => `:from${index}`)}) AND begins_with(#dueKey, :waiting)`,
    ExpressionAttributeNames: {
      ...{ '#state': 'state', '#history': 'history', '#dueKey': 'dueKey', '#assigneeKey': 'assigneeKey' },
      ...(to === undefined ? {} : { '#escalatedTo': 'escalatedTo' }),
    },
    ExpressionAttributeValues: {
      ...Object.fromEntries(states.map((state, index) => [`:from${index}`, state])),
      ':waiting': 'task#',
      ':escalated': 'escalated',
      ':none': [],
      ':steps': [{ state: 'escalated', at: at.toISOString(), note }],
      ':dueKey': dueAttributes('escalated', task.customerId, '').dueKey,
      ':assigneeKey': assigneeKey(task),
      ...(to === undefined ? {} : { ':to': to }),
    },
  }
}

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
    escalate: async (task, escalation) =>
      conditionHeld(
        client.send(
          new UpdateCommand({
            TableName: tableName,
            Key: keyOf(task),
            ...escalationUpdate(task, escalation),
          }),
        ),
      ),
  }
}
