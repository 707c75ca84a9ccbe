import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type * as z from 'zod/mini'
import type { deliverMessageEnv } from '#functions/deliver-message/env.ts'
import { type CampaignStoreOptions, createCampaignStore } from '#shared/adapters/dynamodb/campaign-store.ts'
import { createContactsReader } from '#shared/adapters/dynamodb/contacts-reader.ts'
import { createDeliveryLine } from '#shared/adapters/dynamodb/delivery-line.ts'
import { createMessageJournal } from '#shared/adapters/dynamodb/message-journal.ts'
import { createProfileReader } from '#shared/adapters/dynamodb/profile-reader.ts'
import { createRecentContacts } from '#shared/adapters/dynamodb/recent-contacts.ts'
import { resultsTarget } from '#shared/adapters/dynamodb/result-counters.ts'

/**
 * Nothing of a paused campaign leaves from five seconds after the pause on: what a message was checked by is at most
 * this old, and two seconds are left between the check and the provider.
 */
const CAMPAIGNS_KEPT_MS = 3_000

/** The tables delivery reads and those it writes: the journal, the counters of results, the channels' lines. */
export const createTables = (
  documentClient: DynamoDBDocumentClient,
  env: z.infer<typeof deliverMessageEnv>,
  onUnusable: CampaignStoreOptions['onUnusable'],
) => {
  const campaigns = createCampaignStore({
    documentClient,
    tableName: env.CAMPAIGNS_TABLE,
    cacheMs: CAMPAIGNS_KEPT_MS,
    now: Date.now,
    onUnusable,
  })
  const results = resultsTarget(env.CAMPAIGNS_TABLE, campaigns)
  return {
    campaigns,
    journal: createMessageJournal(documentClient, env.JOURNAL_TABLE, results),
    contacts: createContactsReader(documentClient, env.CONTACTS_TABLE),
    profiles: createProfileReader(documentClient, env.CUSTOMERS_TABLE),
    recentContacts: createRecentContacts(documentClient, env.CUSTOMERS_TABLE),
    line: createDeliveryLine({
      documentClient,
      tableName: env.CAMPAIGNS_TABLE,
      campaigns,
      now: Date.now,
    }),
  }
}
