import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SQSClient } from '@aws-sdk/client-sqs'
import { sendWebhooksEnv } from '#functions/send-webhooks/env.ts'
import { createRests } from '#functions/send-webhooks/rest.ts'
import { sendWebhook } from '#functions/send-webhooks/send-webhooks.ts'
import { createWebhookSecrets } from '#shared/adapters/secrets/webhook-secrets.ts'
import { createPostpone } from '#shared/adapters/sqs/postpone.ts'
import { createWebhookPoster } from '#shared/adapters/webhooks/webhook-poster.ts'
import { retryDelay } from '#shared/domain/webhooks/retry-delay.ts'
import { perGroup } from '#shared/lambda/fifo-batch.ts'
import { wireFunction } from '#shared/lambda/wire-function.ts'

/** An endpoint that is taken out of the settings gets nothing more after it. */
const SETTINGS_KEPT_MS = 30_000

/** Ten in a row fit into the function's time. */
const POST_TIMEOUT_MS = 10_000

const { env, log, counters, settingsReader, handle } = wireFunction('send-webhooks', sendWebhooksEnv)

const { settings } = settingsReader(env.CAMPAIGNS_TABLE, SETTINGS_KEPT_MS)
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

export const handler = handle(
  perGroup(sendWebhook({ settings, secrets, poster, rests: createRests(Date.now), counters, log }), {
    log,
    delay: retryDelay,
    postpone: createPostpone(new SQSClient(), env.WEBHOOKS_QUEUE_URL),
  }),
)
