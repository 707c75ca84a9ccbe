import type { IRole } from 'aws-cdk-lib/aws-iam'
import {
  allowCounting,
  allowIndex,
  allowItems,
  allowSend,
  allowTableSize,
  type ItemAction,
  onlyCollections,
} from '#infra/constructs/grants.ts'
import type { DataStack } from '#infra/stacks/data-stack.ts'
import type { MessagingStack } from '#infra/stacks/messaging-stack.ts'
import {
  campaignCollection,
  DRAFTS_COLLECTION,
  GO_LIVE_COLLECTION,
  IDEMPOTENCY_COLLECTION,
  LAUNCHES_PREFIX,
  LIVE_COLLECTION,
  LIVE_REVISION_KEY,
  REACH_COLLECTION,
  SEGMENTS_COLLECTION,
  SETTINGS_KEY,
  SIMULATIONS_COLLECTION,
  TEST_SENDS_COLLECTION,
} from '#shared/tables/campaigns.ts'

/**
 * What the API may do to each collection of the campaigns table. A version is put once and never touched again; what
 * functions count and keep there for themselves is none of its business.
 */
const CAMPAIGN_WRITES: Readonly<Record<string, readonly ItemAction[]>> = {
  [DRAFTS_COLLECTION]: ['PutItem'],
  [campaignCollection('*')]: ['PutItem'],
  [LIVE_COLLECTION]: ['PutItem', 'UpdateItem'],
  [LIVE_REVISION_KEY.collection]: ['UpdateItem'],
  [GO_LIVE_COLLECTION]: ['PutItem', 'UpdateItem'],
  [`${LAUNCHES_PREFIX}*`]: ['PutItem', 'UpdateItem'],
  [SEGMENTS_COLLECTION]: ['PutItem', 'DeleteItem'],
  [SETTINGS_KEY.collection]: ['PutItem'],
  [REACH_COLLECTION]: ['PutItem'],
  [TEST_SENDS_COLLECTION]: ['UpdateItem'],
  [SIMULATIONS_COLLECTION]: ['PutItem'],
  [IDEMPOTENCY_COLLECTION]: ['PutItem', 'UpdateItem', 'DeleteItem'],
}

/** Exactly what the routes do. Which of it a caller may is for the function to tell. */
export const permitApi = (role: IRole, data: DataStack, messaging: MessagingStack): void => {
  permitCampaigns(role, data)
  // Scan: of whom a campaign would reach, some parts of the table are looked at (docs/adr/0027).
  allowItems(role, data.customers, ['GetItem', 'Scan'])
  allowTableSize(role, data.customers)
  allowSend(role, messaging.launches.queue)
  // A customer's name and addresses, and the proofs of consents, for those whose customer it is.
  allowItems(role, data.contacts, ['GetItem'], {
    'ForAllValues:StringLike': { 'dynamodb:Attributes': ['customerId', 'contact', 'proof:*'] },
    StringEqualsIfExists: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
  })
  // A customer's history; tasks that are taken and completed.
  allowItems(role, data.journal, ['GetItem', 'Query', 'UpdateItem'])
  allowIndex(role, data.journal, 'byAssignee')
  allowIndex(role, data.journal, 'byDue')
  allowItems(role, data.audit, ['PutItem', 'Query'])
  allowSend(role, messaging.simulations.queue)
}

/** Nothing there is about a customer, so all of it may be read. */
const permitCampaigns = (role: IRole, { campaigns }: DataStack): void => {
  allowItems(role, campaigns, ['GetItem', 'Query', 'ConditionCheckItem'])
  for (const action of ['PutItem', 'UpdateItem', 'DeleteItem'] as const) {
    const collections = Object.entries(CAMPAIGN_WRITES).filter(([, actions]) => actions.includes(action))
    allowItems(role, campaigns, [action], onlyCollections(...collections.map(([name]) => name).sort()))
  }
  // What came of a task that is completed.
  allowCounting(role, campaigns)
}
