import { logMetrics } from '@aws-lambda-powertools/metrics/middleware'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SQSClient } from '@aws-sdk/client-sqs'
import middy from '@middy/core'
import { sendWebhooksEnv } from '#functions/send-webhooks/env.ts'
import { createRests } from '#functions/send-webhooks/rest.ts'
import { sendWebhook } from '#functions/send-webhooks/send-webhooks.ts'
import { createCampaignStore } from '#shared/adapters/dynamodb/campaign-store.ts'
import { createMeteredClient } from '#shared/adapters/dynamodb/metered-client.ts'
import { createWebhookSecrets } from '#shared/adapters/secrets/webhook-secrets.ts'
import { createPostpone } from '#shared/adapters/sqs/postpone.ts'
import { createWebhookPoster } from '#shared/adapters/webhooks/webhook-poster.ts'
import { retryDelay } from '#shared/domain/webhooks/retry-delay.ts'
import { capacityMetrics } from '#shared/lambda/capacity-metrics.ts'
import { parseEnvironment } from '#shared/lambda/environment.ts'
import { perGroup } from '#shared/lambda/fifo-batch.ts'
import { countersOf, createLogger, createMetrics } from '#shared/lambda/observability.ts'
import { reportUnusableCampaign } from '#shared/lambda/unusable-campaign.ts'

/** An endpoint that is taken out of the settings gets nothing more after it. */
const SETTINGS_KEPT_MS = 30_000

/** Ten in a row fit into the function's time. */
const POST_TIMEOUT_MS = 10_000

const env = parseEnvironment(sendWebhooksEnv, process.env)
const log = createLogger('send-webhooks', env.LOG_LEVEL)
const metrics = createMetrics('send-webhooks')
const counters = countersOf(metrics)
const { documentClient, take } = createMeteredClient()

const { settings } = createCampaignStore({
  documentClient,
  tableName: env.CAMPAIGNS_TABLE,
  cacheMs: SETTINGS_KEPT_MS,
  now: Date.now,
  onUnusable: reportUnusableCampaign(log, counters),
})
const secrets = createWebhookSecrets({
  client: new SecretsManagerClient(),
  secretId: env.WEBHOOKS_SECRET_ARN,
  now: Date.now,
})
const poster = createWebhookPoster({
  now: () => new Date(),
  timeoutMs: POST_TIMEOUT_MS,
  loopback: env.LOOPBACK_ENDPOINTS === 'allow',
})

export const handler = middy(
  perGroup(sendWebhook({ settings, secrets, poster, rests: createRests(Date.now), counters, log }), {
    log,
    delay: retryDelay,
    postpone: createPostpone(new SQSClient(), env.WEBHOOKS_QUEUE_URL),
  }),
)
  .use(logMetrics(metrics))
  .use(capacityMetrics(take, counters))
