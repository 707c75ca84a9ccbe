import { SQSClient } from '@aws-sdk/client-sqs'
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type * as z from 'zod/mini'
import type { reactToEventsEnv } from '#functions/react-to-events/env.ts'
import { createContactsWriter } from '#shared/adapters/dynamodb/contacts-writer.ts'
import { createDecisionRecorder } from '#shared/adapters/dynamodb/decision-recorder.ts'
import { createParking } from '#shared/adapters/dynamodb/parking.ts'
import { createProfileReader } from '#shared/adapters/dynamodb/profile-reader.ts'
import { createConversionQueue } from '#shared/adapters/sqs/conversion-queue.ts'
import { createDeliveryQueues } from '#shared/adapters/sqs/delivery-queues.ts'
import { deliveryQueueUrls } from '#shared/lambda/environment.ts'

/** The tables that a quiet event neither reads nor writes, and the queues that nothing of it goes on to. */
export const createLater = (
  documentClient: DynamoDBDocumentClient,
  env: z.infer<typeof reactToEventsEnv>,
) => {
  const client = new SQSClient()
  return {
    reader: createProfileReader(documentClient, env.CUSTOMERS_TABLE),
    contacts: createContactsWriter({ documentClient, tableName: env.CONTACTS_TABLE }),
    recorder: createDecisionRecorder({
      documentClient,
      journalTable: env.JOURNAL_TABLE,
      customersTable: env.CUSTOMERS_TABLE,
      campaignsTable: env.CAMPAIGNS_TABLE,
    }),
    parking: createParking({ documentClient, tableName: env.PARKED_TABLE }),
    queues: createDeliveryQueues({ client, queueUrls: deliveryQueueUrls(env) }),
    conversions: createConversionQueue({ client, queueUrl: env.CONVERSIONS_QUEUE_URL }),
  }
}
