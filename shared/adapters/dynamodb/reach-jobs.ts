import { type DynamoDBDocumentClient, GetCommand, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod/mini'
import { auditPut } from '#shared/adapters/dynamodb/audit.ts'
import { conditionHeld } from '#shared/adapters/dynamodb/condition-held.ts'
import { writeAll } from '#shared/adapters/dynamodb/transaction.ts'
import { newReachPart, reachJobSchema, reachPartSchema } from '#shared/domain/reach/reach-job.ts'
import type { ReachJobs } from '#shared/ports/reach-jobs.ts'
import { reachKey, reachPartKey, reachPartsCollection } from '#shared/tables/campaigns.ts'

const KEPT_DAYS = 30

const expiresAt = (at: string): number => Math.floor(Date.parse(at) / 1000) + KEPT_DAYS * 86_400

/** A campaign may hold what an item may not, and a job is read whole or not at all. */
const itemSchema = z.object({ job: z.string(), expiresAt: z.number() })

interface Tables {
  readonly documentClient: DynamoDBDocumentClient
  readonly campaignsTable: string
  readonly auditTable: string
}

/** Exact counts in the campaigns table behind the port. */
export const createReachJobs = ({
  documentClient,
  campaignsTable: TableName,
  auditTable,
}: Tables): ReachJobs => ({
  create: async (job, audit) => {
    const Put = {
      TableName,
      Item: { ...reachKey(job.reachId), job: JSON.stringify(job), expiresAt: expiresAt(job.at) },
      ConditionExpression: 'attribute_not_exists(#entry)',
      ExpressionAttributeNames: { '#entry': 'entry' },
    }
    const { written } = await writeAll(documentClient, [{ Put }, auditPut(auditTable, audit)])
    if (!written) throw new Error('there is a count of this id already')
  },

  job: async (reachId) => {
    const command = new GetCommand({ TableName, Key: reachKey(reachId), ConsistentRead: true })
    const { Item } = await documentClient.send(command)
    return Item && z.parse(reachJobSchema, JSON.parse(z.parse(itemSchema, Item).job))
  },

  part: async (reachId, part) => {
    const command = new GetCommand({ TableName, Key: reachPartKey(reachId, part), ConsistentRead: true })
    const { Item } = await documentClient.send(command)
    return Item ? z.parse(reachPartSchema, Item) : newReachPart(part)
  },

  parts: async (reachId) => {
    const pages = paginateQuery(
      { client: documentClient },
      {
        TableName,
        KeyConditionExpression: '#collection = :parts',
        ExpressionAttributeNames: { '#collection': 'collection' },
        ExpressionAttributeValues: { ':parts': reachPartsCollection(reachId) },
      },
    )
    const found: z.infer<typeof reachPartSchema>[] = []
    for await (const { Items = [] } of pages)
      found.push(...Items.map((item) => z.parse(reachPartSchema, item)))
    return found
  },

  advance: async (reachId, { cursor }, next) => {
    const command = new PutCommand({
      TableName,
      Item: {
        ...reachPartKey(reachId, next.part),
        ...next,
        expiresAt: expiresAt(next.countedAt),
      },
      ...(cursor === undefined
        ? {
            ConditionExpression: 'attribute_not_exists(#entry)',
            ExpressionAttributeNames: { '#entry': 'entry' },
          }
        : {
            ConditionExpression: '#cursor = :cursor',
            ExpressionAttributeNames: { '#cursor': 'cursor' },
            ExpressionAttributeValues: { ':cursor': cursor },
          }),
    })
    return conditionHeld(documentClient.send(command))
  },
})
