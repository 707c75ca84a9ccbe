import { setTimeout as wait } from 'node:timers/promises'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { deliverMessage } from '#functions/deliver-message/deliver-message.ts'
import { deliverMessageEnv } from '#functions/deliver-message/env.ts'
import { createTables } from '#functions/deliver-message/tables.ts'
import { createTurns } from '#functions/deliver-message/turns.ts'
import { unsubscribeUrl } from '#functions/deliver-message/unsubscribe-url.ts'
import { createProviders } from '#shared/adapters/channel-providers.ts'
import { createClock } from '#shared/adapters/clock/clock.ts'
import { createTemplateRenderer } from '#shared/adapters/liquid/template-renderer.ts'
import { createUnsubscribeKeys } from '#shared/adapters/secrets/unsubscribe-keys.ts'
import { perRecord } from '#shared/lambda/sqs-batch.ts'
import { reportUnusableCampaign } from '#shared/lambda/unusable-campaign.ts'
import { wireFunction } from '#shared/lambda/wire-function.ts'

const { env, log, counters, documentClient, handle } = wireFunction('deliver-message', deliverMessageEnv)

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

export const handler = handle((event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  const lastCall = new Date(Date.now() + context.getRemainingTimeInMillis() - LAST_CALL_MS)
  const turns = createTurns({ ...dependencies, wait: (ms) => wait(ms), lastCall: () => lastCall })
  return perRecord(deliverMessage({ ...dependencies, turns }), { concurrency: CONCURRENCY, log })(event)
})
