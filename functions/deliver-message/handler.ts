import { setTimeout as wait } from 'node:timers/promises'
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import middy from '@middy/core'
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { deliverMessage } from '#functions/deliver-message/deliver-message.ts'
import { deliverMessageEnv } from '#functions/deliver-message/env.ts'
import { createProviders } from '#functions/deliver-message/providers.ts'
import { createTables } from '#functions/deliver-message/tables.ts'
import { createTurns } from '#functions/deliver-message/turns.ts'
import { unsubscribeUrl } from '#functions/deliver-message/unsubscribe-url.ts'
import { createClock } from '#shared/adapters/clock/clock.ts'
import { createMeteredClient } from '#shared/adapters/dynamodb/metered-client.ts'
import { createTemplateRenderer } from '#shared/adapters/liquid/template-renderer.ts'
import { createUnsubscribeKeys } from '#shared/adapters/secrets/unsubscribe-keys.ts'
import { capacityMetrics } from '#shared/lambda/capacity-metrics.ts'
import { parseEnvironment } from '#shared/lambda/environment.ts'
import { countersOf, createLogger, createMetrics } from '#shared/lambda/observability.ts'
import { perRecord } from '#shared/lambda/sqs-batch.ts'
import { reportUnusableCampaign } from '#shared/lambda/unusable-campaign.ts'

const env = parseEnvironment(deliverMessageEnv, process.env)
const log = createLogger('deliver-message', env.LOG_LEVEL)
const metrics = createMetrics('deliver-message')
const counters = countersOf(metrics)
const { documentClient, take } = createMeteredClient()

const unsubscribeKeys = createUnsubscribeKeys({
  client: new SecretsManagerClient(),
  secretId: env.UNSUBSCRIBE_SECRET_ARN,
  now: Date.now,
})

const dependencies = {
  ...createTables(documentClient, env, reportUnusableCampaign(log, counters)),
  renderer: createTemplateRenderer(),
  providers: createProviders(env),
  clock: createClock(env.CLOCK),
  unsubscribeUrl: unsubscribeUrl(unsubscribeKeys, env.UNSUBSCRIBE_BASE_URL),
  wallClock: () => new Date(),
  counters,
  log,
}

/**
 * Kept for a call that has its slot, in milliseconds: what a reservation may reach beyond, the checks once more, the
 * exchange with the provider, and the writes before and after it.
 */
const LAST_CALL_MS = 9_000

/** The whole batch at once: most of a run is waiting for one's turn. */
const CONCURRENCY = 10

export const handler = middy((event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  const lastCall = new Date(Date.now() + context.getRemainingTimeInMillis() - LAST_CALL_MS)
  const turns = createTurns({ ...dependencies, wait: (ms) => wait(ms), lastCall: () => lastCall })
  return perRecord(deliverMessage({ ...dependencies, turns }), { concurrency: CONCURRENCY, log })(event)
})
  .use(logMetrics(metrics))
  .use(capacityMetrics(take, counters))
