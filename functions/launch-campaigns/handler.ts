import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SQSClient } from '@aws-sdk/client-sqs'
import type { Context, ScheduledEvent } from 'aws-lambda'
import { launchCampaignsEnv } from '#functions/launch-campaigns/env.ts'
import { launchCampaigns } from '#functions/launch-campaigns/launch-campaigns.ts'
import { createCampaignDue } from '#shared/adapters/dynamodb/campaign-due.ts'
import { createCampaignVersions } from '#shared/adapters/dynamodb/campaign-versions.ts'
import { createCustomerItems } from '#shared/adapters/dynamodb/customer-count.ts'
import { createLaunchParts } from '#shared/adapters/dynamodb/launch-parts.ts'
import { createLaunchStarts } from '#shared/adapters/dynamodb/launch-starts.ts'
import { createLiveCampaigns } from '#shared/adapters/dynamodb/live-campaigns.ts'
import { createSchedules } from '#shared/adapters/dynamodb/schedules.ts'
import { createLaunchQueue } from '#shared/adapters/sqs/launch-queue.ts'
import { errorReport } from '#shared/lambda/error-report.ts'
import { wireCampaigns } from '#shared/lambda/wire-campaigns.ts'
import { wireFunction } from '#shared/lambda/wire-function.ts'
import { goLiveDue } from '#shared/use-cases/campaigns/go-live-due.ts'

/** Kept for the campaign at hand when the function's time runs out, in milliseconds. */
const LAST_CAMPAIGN_MS = 10_000

const wired = wireFunction('launch-campaigns', launchCampaignsEnv)
const { env, log, counters, documentClient, handle } = wired

const { CAMPAIGNS_TABLE: campaignsTable, AUDIT_TABLE: auditTable } = env
const tables = { documentClient, campaignsTable, auditTable }

const dependencies = {
  // Each run reads campaigns and settings anew: what was paused a moment ago is not launched.
  campaigns: wireCampaigns(wired, campaignsTable, 0),
  due: createCampaignDue(documentClient, campaignsTable),
  goLive: goLiveDue({ live: createLiveCampaigns(tables), versions: createCampaignVersions(tables) }),
  schedules: createSchedules(tables),
  launches: createLaunchStarts(documentClient, campaignsTable),
  parts: createLaunchParts(documentClient, campaignsTable),
  queue: createLaunchQueue({ client: new SQSClient(), queueUrl: env.LAUNCHES_QUEUE_URL }),
  // Not the metered client: a description costs no units.
  customerItems: createCustomerItems(new DynamoDBClient(), env.CUSTOMERS_TABLE),
  describeError: errorReport,
  counters,
  log,
}

export const handler = handle(async ({ time }: ScheduledEvent, context: Context): Promise<void> => {
  const hasTime = (): boolean => context.getRemainingTimeInMillis() > LAST_CAMPAIGN_MS
  await launchCampaigns({ ...dependencies, hasTime })(new Date(time))
})
