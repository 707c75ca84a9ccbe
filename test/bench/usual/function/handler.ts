import { IdempotencyConfig } from '@aws-lambda-powertools/idempotency'
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb'
import { makeHandlerIdempotent } from '@aws-lambda-powertools/idempotency/middleware'
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SESv2Client } from '@aws-sdk/client-sesv2'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import middy from '@middy/core'
import type { EventBridgeEvent } from 'aws-lambda'
import * as z from 'zod/mini'
import { parseBankEvent } from '#events/registry.ts'
import { createTemplateRenderer } from '#shared/adapters/liquid/template-renderer.ts'
import { settingsSchema } from '#shared/domain/settings.ts'
import { parseKeyring } from '#shared/domain/unsubscribe/keyring.ts'
import { parseEnvironment } from '#shared/lambda/environment.ts'
import { countersOf, createLogger, createMetrics } from '#shared/lambda/observability.ts'
import { createDynamoDbStores } from '#test/bench/usual/function/dynamodb-stores.ts'
import { usualEnv } from '#test/bench/usual/function/env.ts'
import { type Reaction, reactToEvent } from '#test/bench/usual/function/react-to-event.ts'
import { sendBySes } from '#test/bench/usual/function/send-by-ses.ts'

const SERVICE = 'usual-design'

/** EventBridge and Lambda come again with an event for up to a day. */
const REMEMBERED_SECONDS = 86_400

const env = parseEnvironment(usualEnv, process.env)
const keyring = parseKeyring(env.UNSUBSCRIBE_KEYRING)
if (!keyring) throw new Error('environment is not usable: UNSUBSCRIBE_KEYRING')
const log = createLogger(SERVICE, env.LOG_LEVEL)
const metrics = createMetrics(SERVICE)
const client = new DynamoDBClient()

const react = reactToEvent({
  stores: createDynamoDbStores(DynamoDBDocumentClient.from(client), {
    customers: env.CUSTOMERS_TABLE,
    campaigns: env.CAMPAIGNS_TABLE,
    decisions: env.DECISIONS_TABLE,
    contacts: env.CONTACTS_TABLE,
  }),
  settings: z.parse(settingsSchema, JSON.parse(env.SETTINGS)),
  renderer: createTemplateRenderer(),
  sendEmail: sendBySes(new SESv2Client(), env.SES_FROM_ADDRESS),
  unsubscribe: { baseUrl: env.UNSUBSCRIBE_BASE_URL, keyring },
  now: () => new Date(),
  decides: env.DECIDES,
  counters: countersOf(metrics),
})

const persistenceStore = new DynamoDBPersistenceLayer({
  tableName: env.IDEMPOTENCY_TABLE,
  awsSdkV3Client: client,
})
const config = new IdempotencyConfig({
  eventKeyJmesPath: 'detail.metadata.eventId',
  expiresAfterSeconds: REMEMBERED_SECONDS,
  throwOnNoIdempotencyKey: true,
})

const handle = async (envelope: EventBridgeEvent<string, unknown>): Promise<Reaction> => {
  const parsed = parseBankEvent(envelope['detail-type'], envelope.detail)
  if (parsed.ok && parsed.event.detailType !== 'BankEventBatch') return react(parsed.event)
  // Thrown, it would be repeated twice for nothing.
  log.error('event refused', { reason: parsed.ok ? 'a batch' : parsed.reason })
  metrics.addMetric('EventsRefused', 'Count', 1)
  return { decisions: 0, emails: 0 }
}

export const handler = middy(handle)
  .use(logMetrics(metrics))
  .use(makeHandlerIdempotent({ persistenceStore, config }))
