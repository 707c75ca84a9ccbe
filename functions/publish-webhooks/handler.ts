import { SQSClient } from '@aws-sdk/client-sqs'
import { publishWebhooksEnv } from '#functions/publish-webhooks/env.ts'
import { publishWebhooks } from '#functions/publish-webhooks/publish-webhooks.ts'
import { createWebhookQueue } from '#shared/adapters/sqs/webhook-queue.ts'
import { inStreamOrder } from '#shared/lambda/stream-batch.ts'
import { wireFunction } from '#shared/lambda/wire-function.ts'

/** A new endpoint hears of what happens from a minute after it was put into the settings. */
const SETTINGS_KEPT_MS = 60_000

const { env, counters, settingsReader, handle } = wireFunction('publish-webhooks', publishWebhooksEnv)

const { settings } = settingsReader(env.CAMPAIGNS_TABLE, SETTINGS_KEPT_MS)
const queue = createWebhookQueue({ client: new SQSClient(), queueUrl: env.WEBHOOKS_QUEUE_URL })

export const handler = handle(inStreamOrder(publishWebhooks({ settings, queue, counters })))
