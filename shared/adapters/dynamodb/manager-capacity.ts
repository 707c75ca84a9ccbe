import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import * as z from 'zod/mini'
import type { ManagerLoad } from '#shared/domain/task/assign-tasks.ts'
import { CAPACITY_KIND, capacityKey, journalExpiry } from '#shared/tables/journal.ts'

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number]

const counterSchema = z.object({ tasks: z.int() })

/**
 * The counter of a manager's day, raised by what a decision adds if that still fits; what comes back from a failed
 * condition says how much is taken.
 */
export const capacityUpdate = (
  tableName: string,
  { manager, day, tasks, perManager }: ManagerLoad,
): TransactItem => ({
  Update: {
    TableName: tableName,
    Key: capacityKey(manager, day),
    UpdateExpression:
      'SET #tasks = if_not_exists(#tasks, :none) + :more, #kind = :kind, #expiresAt = :expiresAt',
    // A decision adds no more than fits into an empty day, so a counter that is not there needs no comparison.
    ConditionExpression: 'attribute_not_exists(#tasks) OR #tasks <= :room',
    ExpressionAttributeNames: { '#tasks': 'tasks', '#kind': 'kind', '#expiresAt': 'expiresAt' },
    ExpressionAttributeValues: {
      ':none': 0,
      ':more': tasks,
      ':room': perManager - tasks,
      ':kind': CAPACITY_KIND,
      ':expiresAt': journalExpiry(new Date(`${day}T00:00:00Z`)),
    },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  },
})

/** More are not remembered: a thousand managers for some days. */
const MOST_KNOWN = 5_000

/**
 * What is known of managers' days from conditions that failed. Counters never go down, so what was read once stays a
 * lower bound, and who was full is not asked again: late in the day a task finds its place at the first try.
 */
export const createKnownCapacity = () => {
  const known = new Map<string, number>()
  const nameOf = (manager: string, day: string): string => `${day} ${manager}`
  return {
    taken: (manager: string, day: string): number => known.get(nameOf(manager, day)) ?? 0,
    /** @param item the counter that made a condition fail, as raw attributes */
    learn: ({ manager, day }: ManagerLoad, item: Parameters<typeof unmarshall>[0]): void => {
      if (known.size >= MOST_KNOWN) known.clear()
      known.set(nameOf(manager, day), z.parse(counterSchema, unmarshall(item)).tasks)
    },
  }
}
