import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SQSClient } from '@aws-sdk/client-sqs'
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type * as z from 'zod/mini'
import type { apiEnv } from '#functions/api/env.ts'
import type { ApiDependencies } from '#functions/api/routes/all.ts'
import { createProviders } from '#shared/adapters/channel-providers.ts'
import { createAudit } from '#shared/adapters/dynamodb/audit.ts'
import { createAuditReader } from '#shared/adapters/dynamodb/audit-reader.ts'
import { createCampaignDrafts } from '#shared/adapters/dynamodb/campaign-drafts.ts'
import { createCampaignVersions } from '#shared/adapters/dynamodb/campaign-versions.ts'
import { createConsentProofs } from '#shared/adapters/dynamodb/consent-proofs.ts'
import { createContactsReader } from '#shared/adapters/dynamodb/contacts-reader.ts'
import { createCustomerItems } from '#shared/adapters/dynamodb/customer-count.ts'
import { createCustomerHistory } from '#shared/adapters/dynamodb/customer-history.ts'
import { createCustomerPages } from '#shared/adapters/dynamodb/customer-pages.ts'
import { createJournalReader } from '#shared/adapters/dynamodb/journal-reader.ts'
import { createLaunchCreation } from '#shared/adapters/dynamodb/launch-creation.ts'
import { createLaunchEnds } from '#shared/adapters/dynamodb/launch-ends.ts'
import { createLaunchParts } from '#shared/adapters/dynamodb/launch-parts.ts'
import { createLaunchReader } from '#shared/adapters/dynamodb/launch-reader.ts'
import { createLaunchWatch } from '#shared/adapters/dynamodb/launch-watch.ts'
import { createLiveCampaigns } from '#shared/adapters/dynamodb/live-campaigns.ts'
import { createProfileReader } from '#shared/adapters/dynamodb/profile-reader.ts'
import { createReachJobs } from '#shared/adapters/dynamodb/reach-jobs.ts'
import { resultsTarget } from '#shared/adapters/dynamodb/result-counters.ts'
import { createResultsReader } from '#shared/adapters/dynamodb/results-reader.ts'
import { createSegmentStore } from '#shared/adapters/dynamodb/segment-store.ts'
import { createSettingsStore } from '#shared/adapters/dynamodb/settings-store.ts'
import { createSimulationJobs } from '#shared/adapters/dynamodb/simulation-jobs.ts'
import { createTaskDesk } from '#shared/adapters/dynamodb/task-desk.ts'
import { createTestSends } from '#shared/adapters/dynamodb/test-sends.ts'
import { templateProblems } from '#shared/adapters/liquid/template-problems.ts'
import { createTemplateRenderer } from '#shared/adapters/liquid/template-renderer.ts'
import { createReachQueue } from '#shared/adapters/sqs/launch-queue.ts'
import { createSimulationQueue } from '#shared/adapters/sqs/simulation-queue.ts'
import { type CampaignWiring, wireCampaigns } from '#shared/lambda/wire-campaigns.ts'

/** What handler.ts has made of the environment. */
export interface Wired extends CampaignWiring {
  readonly env: z.infer<typeof apiEnv>
  readonly client: DynamoDBClient
  readonly documentClient: DynamoDBDocumentClient
}

/** How long settings and campaigns are kept that only say whom tasks are for, and what decisions name. */
const KEPT_MS = 30_000

/** What managers read about their customers, and the tasks they work on. */
const peopleDependencies = (wired: Wired) => {
  const { env, documentClient } = wired
  const campaigns = wireCampaigns(wired, env.CAMPAIGNS_TABLE, KEPT_MS)
  return {
    customers: {
      campaigns,
      profiles: createProfileReader(documentClient, env.CUSTOMERS_TABLE),
      contacts: createContactsReader(documentClient, env.CONTACTS_TABLE),
      proofs: createConsentProofs(documentClient, env.CONTACTS_TABLE),
      journal: createJournalReader(documentClient, env.JOURNAL_TABLE),
      history: createCustomerHistory(documentClient, env.JOURNAL_TABLE),
      audit: createAudit(documentClient, env.AUDIT_TABLE),
    },
    tasks: {
      settings: campaigns.settings,
      tasks: createTaskDesk(documentClient, {
        journalTable: env.JOURNAL_TABLE,
        auditTable: env.AUDIT_TABLE,
        results: resultsTarget(env.CAMPAIGNS_TABLE, campaigns),
      }),
    },
  }
}

/** Launches: how they are planned, followed and cancelled; functions/run-launch works on them. */
const launchDependencies = (tables: Parameters<typeof createLaunchEnds>[0]) => ({
  creation: createLaunchCreation(tables),
  launches: {
    reader: createLaunchReader(tables.documentClient, tables.campaignsTable),
    watch: createLaunchWatch({ ...tables, keptMs: 0, now: Date.now }),
    parts: createLaunchParts(tables.documentClient, tables.campaignsTable),
    ends: createLaunchEnds(tables),
  },
})

/** Who would be reached: looked at at once, or counted by the workers of launches. */
const reachDependencies = ({ env, client, documentClient }: Wired) => ({
  pages: createCustomerPages(documentClient, env.CUSTOMERS_TABLE),
  customerItems: createCustomerItems(client, env.CUSTOMERS_TABLE),
  wallClock: Date.now,
  reachJobs: createReachJobs({
    documentClient,
    campaignsTable: env.CAMPAIGNS_TABLE,
    auditTable: env.AUDIT_TABLE,
  }),
  reachQueue: createReachQueue({ client: new SQSClient(), queueUrl: env.LAUNCHES_QUEUE_URL }),
})

/** A seventh of all the code, and hardly ever asked for: it is loaded when it is. */
const openApi = async () => (await import('#functions/api/openapi.json', { with: { type: 'json' } })).default

/** The adapters behind the routes, an area a line. */
export const apiDependencies = (wired: Wired): ApiDependencies => {
  const { env, documentClient } = wired
  const tables = { documentClient, campaignsTable: env.CAMPAIGNS_TABLE, auditTable: env.AUDIT_TABLE }
  return {
    openApi,
    ...peopleDependencies(wired),
    ...reachDependencies(wired),
    drafts: createCampaignDrafts(tables),
    versions: createCampaignVersions(tables),
    live: createLiveCampaigns(tables),
    ...launchDependencies(tables),
    templates: templateProblems,
    segments: createSegmentStore(tables),
    settingsStore: createSettingsStore(tables),
    profiles: createProfileReader(documentClient, env.CUSTOMERS_TABLE),
    renderer: createTemplateRenderer(),
    testSends: createTestSends(tables),
    providers: createProviders(env),
    results: createResultsReader(documentClient, env.CAMPAIGNS_TABLE),
    auditReader: createAuditReader(documentClient, env.AUDIT_TABLE),
    simulations: {
      jobs: createSimulationJobs({ ...tables, now: Date.now }),
      queue: createSimulationQueue(new SQSClient(), env.SIMULATIONS_QUEUE_URL),
    },
  }
}
