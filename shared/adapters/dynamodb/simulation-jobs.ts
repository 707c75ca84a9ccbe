import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod/mini'
import {
  draftsSchema,
  SIMULATION_KEPT,
  type SimulationJob,
  simulationJobSchema,
} from '#shared/domain/simulation/job.ts'
import type { SimulationJobs } from '#shared/ports/simulation-jobs.ts'
import { simulationKey } from '#shared/tables/campaigns.ts'

const keptSchema = z.object({ expiresAt: z.int(), drafts: z.unknown() })

const isOver = (item: Record<string, unknown>, now: number): boolean =>
  z.parse(keptSchema, item).expiresAt * 1_000 <= now

/** Jobs in the campaigns table. Whatever campaigns were then stays with the job as it was. */
export const createSimulationJobs = ({
  documentClient,
  campaignsTable: TableName,
  now,
}: {
  readonly documentClient: DynamoDBDocumentClient
  readonly campaignsTable: string
  /** Epoch milliseconds: what is over is not there, whether the table has removed it yet or not. */
  readonly now: () => number
}): SimulationJobs => ({
  create: async (job, drafts) => {
    const expiresAt = Math.floor(Date.parse(job.requestedAt) / 1_000) + SIMULATION_KEPT
    try {
      await documentClient.send(
        new PutCommand({
          TableName,
          Item: { ...simulationKey(job.simulationId), ...job, drafts, expiresAt },
          ConditionExpression: 'attribute_not_exists(#entry)',
          ExpressionAttributeNames: { '#entry': 'entry' },
        }),
      )
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error
    }
  },

  read: async (simulationId): Promise<SimulationJob | undefined> => {
    const { Item } = await documentClient.send(
      new GetCommand({ TableName, Key: simulationKey(simulationId), ConsistentRead: true }),
    )
    return Item === undefined || isOver(Item, now()) ? undefined : z.parse(simulationJobSchema, Item)
  },

  begin: async (simulationId) => {
    try {
      const { Attributes = {} } = await documentClient.send(
        new UpdateCommand({
          TableName,
          Key: simulationKey(simulationId),
          UpdateExpression: 'SET #state = :running',
          ConditionExpression: '#state IN (:queued, :running)',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: { ':queued': 'queued', ':running': 'running' },
          ReturnValues: 'ALL_NEW',
        }),
      )
      return {
        job: z.parse(simulationJobSchema, Attributes),
        drafts: z.parse(draftsSchema, Attributes.drafts),
      }
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined
      throw error
    }
  },

  end: async (simulationId, { state, ...what }, at) => {
    const set = { ...what, doneAt: at.toISOString() }
    try {
      await documentClient.send(
        new UpdateCommand({
          TableName,
          Key: simulationKey(simulationId),
          UpdateExpression: `SET #state = :state, ${Object.keys(set)
            .map((name) => `#${name} = :${name}`)
            .join(', ')}`,
          ConditionExpression: '#state = :running',
          ExpressionAttributeNames: {
            '#state': 'state',
            ...Object.fromEntries(Object.keys(set).map((name) => [`#${name}`, name])),
          },
          ExpressionAttributeValues: {
            ':state': state,
            ':running': 'running',
            ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, value])),
          },
        }),
      )
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error
    }
  },
})
