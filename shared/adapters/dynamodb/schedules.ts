import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  type PutCommandInput,
  paginateQuery,
} from '@aws-sdk/lib-dynamodb'
import * as z from 'zod/mini'
import { auditPut } from '#shared/adapters/dynamodb/audit.ts'
import type { Item } from '#shared/adapters/dynamodb/campaign-items.ts'
import { conditionHeld } from '#shared/adapters/dynamodb/condition-held.ts'
import { liveCheck, newLaunchPut } from '#shared/adapters/dynamodb/launch-items.ts'
import { conditionFailed, writeAll } from '#shared/adapters/dynamodb/transaction.ts'
import type { Launch } from '#shared/domain/launch/launch.ts'
import { type FollowedSchedule, followedScheduleSchema } from '#shared/domain/schedule/followed-schedule.ts'
import { BY_SCHEDULE } from '#shared/domain/schedule/take-occurrence.ts'
import type { AuditEntry } from '#shared/ports/audit.ts'
import type { Schedules } from '#shared/ports/schedules.ts'
import { campaignAuditSubject } from '#shared/tables/audit.ts'
import { DUE, SCHEDULE_COLLECTION, scheduleKey } from '#shared/tables/campaigns.ts'

/** Only a schedule that comes again stands in the index. */
const itemOf = (schedule: FollowedSchedule): Item => ({
  ...scheduleKey(schedule.campaignId),
  ...schedule,
  ...(schedule.due === undefined ? {} : { dueKey: DUE.schedule }),
})

/** Everything that tells what was seen from what somebody has written since. */
const asSeen = (seen: FollowedSchedule | undefined): Omit<PutCommandInput, 'TableName' | 'Item'> => {
  if (!seen)
    return {
      ConditionExpression: 'attribute_not_exists(#entry)',
      ExpressionAttributeNames: { '#entry': 'entry' },
    }
  const { due, handled } = seen
  const same = (name: string, value: string | undefined) =>
    value === undefined ? `attribute_not_exists(#${name})` : `#${name} = :${name}`
  return {
    ConditionExpression: `#version = :version AND #dates = :dates AND ${same('due', due)} AND ${same('handled', handled)}`,
    ExpressionAttributeNames: {
      '#version': 'version',
      '#dates': 'dates',
      '#due': 'due',
      '#handled': 'handled',
    },
    ExpressionAttributeValues: {
      ':version': seen.version,
      ':dates': seen.dates,
      ...(due === undefined ? {} : { ':due': due }),
      ...(handled === undefined ? {} : { ':handled': handled }),
    },
  }
}

/** The audit line of an occurrence: who asks why nobody heard of a campaign finds it under the campaign. */
const lineOf = ({ launchId, campaignId, version, state, because }: Launch, now: Date): AuditEntry => ({
  subject: campaignAuditSubject(campaignId),
  action: state === 'skipped' ? 'launch-skipped' : 'launch-planned',
  at: now,
  caller: { userId: BY_SCHEDULE, name: BY_SCHEDULE, groups: [] },
  requestId: launchId,
  details: { launchId, version, because },
})

/** The schedules of the campaigns table behind the port. */
export const createSchedules = ({
  documentClient,
  campaignsTable,
  auditTable,
}: {
  readonly documentClient: DynamoDBDocumentClient
  readonly campaignsTable: string
  readonly auditTable: string
}): Schedules => {
  const put = (next: FollowedSchedule, seen: FollowedSchedule | undefined) => ({
    TableName: campaignsTable,
    Item: itemOf(next),
    ...asSeen(seen),
  })

  const follow = async (next: FollowedSchedule, seen: FollowedSchedule | undefined): Promise<boolean> => {
    return conditionHeld(documentClient.send(new PutCommand(put(next, seen))))
  }

  return {
    all: async () => {
      const pages = paginateQuery(
        { client: documentClient },
        {
          TableName: campaignsTable,
          KeyConditionExpression: '#collection = :schedules',
          ExpressionAttributeNames: { '#collection': 'collection' },
          ExpressionAttributeValues: { ':schedules': SCHEDULE_COLLECTION },
          ConsistentRead: true,
        },
      )
      const found: FollowedSchedule[] = []
      for await (const { Items = [] } of pages)
        found.push(...Items.map((item) => z.parse(followedScheduleSchema, item)))
      return found
    },

    schedule: async (campaignId) => {
      const Key = scheduleKey(campaignId)
      const { Item } = await documentClient.send(
        new GetCommand({ TableName: campaignsTable, Key, ConsistentRead: true }),
      )
      return Item && z.parse(followedScheduleSchema, Item)
    },

    follow,

    take: async ({ launch, next }, seen, now) => {
      const outcome = await writeAll(documentClient, [
        { Put: put(next, seen) },
        newLaunchPut(campaignsTable, launch),
        auditPut(auditTable, lineOf(launch, now)),
        ...(launch.state === 'planned' ? [liveCheck(campaignsTable, launch)] : []),
      ])
      if (outcome.written) return 'taken'
      if (conditionFailed(outcome.reasons, 0)) return 'moved'
      if (conditionFailed(outcome.reasons, 1)) return (await follow(next, seen)) ? 'exists' : 'moved'
      return 'not-live'
    },
  }
}
