import { logMetrics } from '@aws-lambda-powertools/metrics/middleware'
import { SQSClient } from '@aws-sdk/client-sqs'
import middy from '@middy/core'
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { reactToEventsEnv } from '#functions/react-to-events/env.ts'
import { reactToEvents } from '#functions/react-to-events/react-to-events.ts'
import { createClock } from '#shared/adapters/clock/clock.ts'
import { createCampaignStore } from '#shared/adapters/dynamodb/campaign-store.ts'
import { createContactsWriter } from '#shared/adapters/dynamodb/contacts-writer.ts'
import { createDecisionRecorder } from '#shared/adapters/dynamodb/decision-recorder.ts'
import { createMeteredClient } from '#shared/adapters/dynamodb/metered-client.ts'
import { createParking } from '#shared/adapters/dynamodb/parking.ts'
import { createProfileReader } from '#shared/adapters/dynamodb/profile-reader.ts'
import { createProfileStore } from '#shared/adapters/dynamodb/profile-store.ts'
import { createConversionQueue } from '#shared/adapters/sqs/conversion-queue.ts'
import { createDeliveryQueues } from '#shared/adapters/sqs/delivery-queues.ts'
import { capacityMetrics } from '#shared/lambda/capacity-metrics.ts'
import { deliveryQueueUrls, parseEnvironment } from '#shared/lambda/environment.ts'
import { errorReport } from '#shared/lambda/error-report.ts'
import { countersOf, createLogger, createMetrics } from '#shared/lambda/observability.ts'
import { reportUnusableCampaign } from '#shared/lambda/unusable-campaign.ts'

/** A campaign that goes live is known everywhere within a minute; delivery looks at pauses more often. */
const CAMPAIGNS_KEPT_MS = 30_000

const env = parseEnvironment(reactToEventsEnv, process.env)
const log = createLogger('react-to-events', env.LOG_LEVEL)
const metrics = createMetrics('react-to-events')
const counters = countersOf(metrics)
const { documentClient, take } = createMeteredClient()

const sqs = new SQSClient()

const dependencies = {
  profiles: createProfileStore({ documentClient, tableName: env.CUSTOMERS_TABLE }),
  reader: createProfileReader(documentClient, env.CUSTOMERS_TABLE),
  contacts: createContactsWriter({ documentClient, tableName: env.CONTACTS_TABLE }),
  recorder: createDecisionRecorder({
    documentClient,
    journalTable: env.JOURNAL_TABLE,
    customersTable: env.CUSTOMERS_TABLE,
    campaignsTable: env.CAMPAIGNS_TABLE,
  }),
  campaigns: createCampaignStore({
    documentClient,
    tableName: env.CAMPAIGNS_TABLE,
    cacheMs: CAMPAIGNS_KEPT_MS,
    now: Date.now,
    onUnusable: reportUnusableCampaign(log, counters),
  }),
  conversions: createConversionQueue({ client: sqs, queueUrl: env.CONVERSIONS_QUEUE_URL }),
  queues: createDeliveryQueues({ client: sqs, queueUrls: deliveryQueueUrls(env) }),
  parking: createParking({ documentClient, tableName: env.PARKED_TABLE }),
  clock: createClock(env.CLOCK),
  wallClock: () => new Date(),
  log,
  describeError: errorReport,
}

export const handler = middy(async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
  const { failedMessageIds, tally } = await reactToEvents(Records, dependencies)
  for (const [metric, sum] of tally) counters.count(metric, sum)
  return { batchItemFailures: failedMessageIds.map((itemIdentifier) => ({ itemIdentifier })) }
})
  .use(logMetrics(metrics))
  .use(capacityMetrics(take, counters))
