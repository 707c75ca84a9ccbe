import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod/mini'
import { auditPut } from '#shared/adapters/dynamodb/audit.ts'
import { counterUpdate, type ResultsTarget } from '#shared/adapters/dynamodb/result-counters.ts'
import { conditionFailed, type TransactItem, writeAll } from '#shared/adapters/dynamodb/transaction.ts'
import { type TaskEntry, taskEntrySchema } from '#shared/domain/message/journal-entry.ts'
import { placeOfTask } from '#shared/domain/results/counters.ts'
import { outcomeCounts } from '#shared/domain/results/task-counts.ts'
import { taskStatesBefore } from '#shared/domain/task/lifecycle.ts'
import type { TaskDesk, TaskList, TaskListPart, TaskRow, TaskStep } from '#shared/ports/task-desk.ts'
import { assigneeKey, DUE_SHARDS, dueKey, type journalTable } from '#shared/tables/journal.ts'

type IndexName = keyof typeof journalTable.indexes

/** An index's partition, by the key attribute that it has there. */
interface Partition {
  readonly index: IndexName
  readonly attribute: 'assigneeKey' | 'dueKey'
  readonly key: string
}

const shards = Array.from({ length: DUE_SHARDS }, (_, shard) => shard)

const partitionsOf = (list: TaskList): readonly Partition[] => {
  if (list.of === 'everybody')
    return (['task', 'escalated'] as const).flatMap((kind) =>
      shards.map((shard) => ({ index: 'byDue', attribute: 'dueKey', key: dueKey(kind, shard) }) as const),
    )
  const place =
    list.of === 'manager' ? { assignee: list.id } : list.of === 'branch' ? { branchId: list.id } : {}
  return [{ index: 'byAssignee', attribute: 'assigneeKey', key: assigneeKey(place) }]
}

const rowSchema = z.object({ customerId: z.string(), entry: z.string(), due: z.string() })

const partOf = (
  client: DynamoDBDocumentClient,
  TableName: string,
  { index, attribute, key }: Partition,
): TaskListPart => ({
  name: key,
  page: async (from, limit): Promise<readonly TaskRow[]> => {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName,
        IndexName: index,
        KeyConditionExpression: `#key = :key${from ? ` AND #due ${from.after === 'beyond' ? '>' : '>='} :due` : ''}`,
        ExpressionAttributeNames: { '#key': attribute, ...(from ? { '#due': 'due' } : {}) },
        ExpressionAttributeValues: { ':key': key, ...(from ? { ':due': from.due } : {}) },
        ...(typeof from?.after === 'object'
          ? { ExclusiveStartKey: { ...from.after, [attribute]: key, due: from.due } }
          : {}),
        Limit: limit,
      }),
    )
    return Items.map((item) => z.parse(rowSchema, item))
  },
})

/** The attributes that a step sets, and those that it takes away: what is done waits in no index. */
const changesOf = (step: TaskStep, branchId: string | undefined) => {
  if (step.to === 'taken') {
    const { assignee } = step
    return { set: { assignee, assigneeKey: assigneeKey({ assignee, branchId }) }, removed: [] }
  }
  const { outcome, reference } = step
  const set = { outcome, ...(reference === undefined ? {} : { reference }) }
  return { set, removed: ['assigneeKey', 'dueKey', 'due'] }
}

/** The one conditional write of a step, from where the task was seen. */
const stepUpdate = ({ state, assignee, branchId }: TaskEntry, step: TaskStep) => {
  const { set, removed } = changesOf(step, branchId)
  const assignments = Object.entries({ ...set, state: step.to })
  return {
    UpdateExpression: [
      `SET ${assignments.map(([name]) => `#${name} = :${name}`).join(', ')}`,
      ', #history = list_append(if_not_exists(#history, :none), :steps)',
      ...(removed.length > 0 ? [` REMOVE ${removed.map((name) => `#${name}`).join(', ')}`] : []),
    ].join(''),
    ConditionExpression: `#state = :seenState AND ${
      assignee === undefined ? 'attribute_not_exists(#assignee)' : '#assignee = :seenAssignee'
    }`,
    ExpressionAttributeNames: {
      ...{ '#history': 'history', '#assignee': 'assignee' },
      ...Object.fromEntries(
        [...assignments.map(([name]) => name), ...removed].map((name) => [`#${name}`, name]),
      ),
    },
    ExpressionAttributeValues: {
      ...Object.fromEntries(assignments.map(([name, value]) => [`:${name}`, value])),
      ...{ ':none': [], ':steps': [{ state: step.to, at: step.at.toISOString() }] },
      ':seenState': state,
      ...(assignee === undefined ? {} : { ':seenAssignee': assignee }),
    },
  }
}

/** The tasks of the journal table behind the port. */
export const createTaskDesk = (
  client: DynamoDBDocumentClient,
  {
    journalTable: TableName,
    auditTable,
    results,
  }: { readonly journalTable: string; readonly auditTable: string; readonly results: ResultsTarget },
): TaskDesk => {
  const counted = async (task: TaskEntry, step: TaskStep): Promise<readonly TransactItem[]> => {
    if (step.to !== 'done') return []
    const place = placeOfTask(task, await results.dayOf(step.at))
    return [counterUpdate(results.campaignsTable, place, outcomeCounts[step.outcome])]
  }
  return {
    parts: (lists) => lists.flatMap(partitionsOf).map((partition) => partOf(client, TableName, partition)),

    task: async ({ customerId, entry }) => {
      const Key = { customerId, entry }
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }))
      const parsed = z.safeParse(taskEntrySchema, Item)
      return parsed.success ? parsed.data : undefined
    },

    move: async (task, step, audit) => {
      if (!taskStatesBefore(step.to).includes(task.state)) return false
      const { customerId, entry } = task
      const Update = { TableName, Key: { customerId, entry }, ...stepUpdate(task, step) }
      const items = [{ Update }, auditPut(auditTable, audit), ...(await counted(task, step))]
      const outcome = await writeAll(client, items)
      if (outcome.written) return true
      if (!conditionFailed(outcome.reasons, 0)) throw new Error('a line of the audit table was there before')
      return false
    },
  }
}
