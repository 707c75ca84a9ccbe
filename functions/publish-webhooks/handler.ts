import { logMetrics } from '@aws-lambda-powertools/metrics/middleware'
import { SQSClient } from '@aws-sdk/client-sqs'
import middy from '@middy/core'
import { publishWebhooksEnv } from '#functions/publish-webhooks/env.ts'
import { publishWebhooks } from '#functions/publish-webhooks/publish-webhooks.ts'
import { createCampaignStore } from '#shared/adapters/dynamodb/campaign-store.ts'
import { createMeteredClient } from '#shared/adapters/dynamodb/metered-client.ts'
import { createWebhookQueue } from '#shared/adapters/sqs/webhook-queue.ts'
import { capacityMetrics } from '#shared/lambda/capacity-metrics.ts'
import { parseEnvironment } from '#shared/lambda/environment.ts'
import { countersOf, createLogger, createMetrics } from '#shared/lambda/observability.ts'
import { inStreamOrder } from '#shared/lambda/stream-batch.ts'
import { reportUnusableCampaign } from '#shared/lambda/unusable-campaign.ts'

/** A new endpoint hears of what happens from a minute after it was put into the settings. */
const SETTINGS_KEPT_MS = 60_000

const env = parseEnvironment(publishWebhooksEnv, process.env)
const log = createLogger('publish-webhooks', env.LOG_LEVEL)
const metrics = createMetrics('publish-webhooks')
const counters = countersOf(metrics)
const { documentClient, take } = createMeteredClient()

const { settings } = createCampaignStore({
  documentClient,
  tableName: env.CAMPAIGNS_TABLE,
  cacheMs: SETTINGS_KEPT_MS,
  now: Date.now,
  onUnusable: reportUnusableCampaign(log, counters),
})
const queue = createWebhookQueue({ client: new SQSClient(), queueUrl: env.WEBHOOKS_QUEUE_URL })

export const handler = middy(inStreamOrder(publishWebhooks({ settings, queue, counters })))
  .use(logMetrics(metrics))
  .use(capacityMetrics(take, counters))
