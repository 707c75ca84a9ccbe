import { SQSClient } from '@aws-sdk/client-sqs'
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { reactToEventsEnv } from '#functions/react-to-events/env.ts'
import { reactToEvents } from '#functions/react-to-events/react-to-events.ts'
import { createClock } from '#shared/adapters/clock/clock.ts'
import { createContactsWriter } from '#shared/adapters/dynamodb/contacts-writer.ts'
import { createDecisionRecorder } from '#shared/adapters/dynamodb/decision-recorder.ts'
import { createParking } from '#shared/adapters/dynamodb/parking.ts'
import { createProfileReader } from '#shared/adapters/dynamodb/profile-reader.ts'
import { createProfileStore } from '#shared/adapters/dynamodb/profile-store.ts'
import { createConversionQueue } from '#shared/adapters/sqs/conversion-queue.ts'
import { createDeliveryQueues } from '#shared/adapters/sqs/delivery-queues.ts'
import { deliveryQueueUrls } from '#shared/lambda/environment.ts'
import { errorReport } from '#shared/lambda/error-report.ts'
import { wireFunction } from '#shared/lambda/wire-function.ts'

/** A campaign that goes live is known everywhere within a minute; delivery looks at pauses more often. */
const CAMPAIGNS_KEPT_MS = 30_000

const { env, log, counters, documentClient, campaignStore, handle } = wireFunction(
  'react-to-events',
  reactToEventsEnv,
)

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
  campaigns: campaignStore(env.CAMPAIGNS_TABLE, CAMPAIGNS_KEPT_MS),
  conversions: createConversionQueue({ client: sqs, queueUrl: env.CONVERSIONS_QUEUE_URL }),
  queues: createDeliveryQueues({ client: sqs, queueUrls: deliveryQueueUrls(env) }),
  parking: createParking({ documentClient, tableName: env.PARKED_TABLE }),
  clock: createClock(env.CLOCK),
  wallClock: () => new Date(),
  log,
  describeError: errorReport,
}

export const handler = handle(async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
  const { failedMessageIds, tally } = await reactToEvents(Records, dependencies)
  for (const [metric, sum] of tally) counters.count(metric, sum)
  return { batchItemFailures: failedMessageIds.map((itemIdentifier) => ({ itemIdentifier })) }
})
