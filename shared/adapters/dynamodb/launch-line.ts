import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import * as z from 'zod/mini'
import { RetryableError } from '#shared/domain/errors.ts'
import { type PaceState, type PaceWrite, planPace } from '#shared/domain/launch/pace.ts'
import type { LaunchLine } from '#shared/ports/launch-line.ts'
import { launchLineKey } from '#shared/tables/campaigns.ts'

export const paceStateSchema = z.object({ next: z.optional(z.number()) })

/** Another worker begins the line at the same time at most; more tries than two mean that something else is wrong. */
const TRIES = 5

const updateOf = (plan: PaceWrite) => {
  const bounds = { ':idle': plan.idle, ':absurd': plan.absurd }
  return plan.kind === 'start'
    ? {
        UpdateExpression: 'SET #next = :to',
        ConditionExpression: 'attribute_not_exists(#next) OR #next < :idle OR #next > :absurd',
        ExpressionAttributeValues: { ...bounds, ':to': plan.to },
      }
    : {
        UpdateExpression: 'ADD #next :by',
        ConditionExpression: '#next BETWEEN :idle AND :absurd',
        ExpressionAttributeValues: { ...bounds, ':by': plan.by },
      }
}

/** The lines of launches in the campaigns table; what was seen last is kept, so that the first write mostly fits. */
export const createLaunchLine = ({
  documentClient,
  campaignsTable,
  now,
}: {
  readonly documentClient: DynamoDBDocumentClient
  readonly campaignsTable: string
  /** Wall clock in epoch milliseconds. */
  readonly now: () => number
}): LaunchLine => {
  let seen: { readonly launchId: string; readonly state: PaceState } | undefined

  const write = async (launchId: string, plan: PaceWrite): Promise<{ done: boolean; state: PaceState }> => {
    const command = new UpdateCommand({
      TableName: campaignsTable,
      Key: launchLineKey(launchId),
      ...updateOf(plan),
      ExpressionAttributeNames: { '#next': 'next' },
      ReturnValues: 'ALL_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    })
    try {
      const { Attributes } = await documentClient.send(command)
      return { done: true, state: z.parse(paceStateSchema, Attributes) }
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error
      return { done: false, state: z.parse(paceStateSchema, error.Item ? unmarshall(error.Item) : {}) }
    }
  }

  return {
    reserve: async (launchId, count, perSecond) => {
      for (let tries = 0; tries < TRIES; tries++) {
        const known = seen?.launchId === launchId ? seen.state : { next: now() }
        const { done, state } = await write(launchId, planPace(known, { count, perSecond, now: now() }))
        seen = { launchId, state }
        if (done) return state.next ?? now()
      }
      throw new RetryableError('conflict')
    },
  }
}
