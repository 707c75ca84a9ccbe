import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type * as z from 'zod/mini'
import type { apiEnv } from '#functions/api/env.ts'
import openApi from '#functions/api/openapi.json' with { type: 'json' }
import type { ApiDependencies } from '#functions/api/routes/all.ts'
import { createProviders } from '#shared/adapters/channel-providers.ts'
import { createAudit } from '#shared/adapters/dynamodb/audit.ts'
import { createAuditReader } from '#shared/adapters/dynamodb/audit-reader.ts'
import { createCampaignDrafts } from '#shared/adapters/dynamodb/campaign-drafts.ts'
import { createCampaignVersions } from '#shared/adapters/dynamodb/campaign-versions.ts'
import { createConsentProofs } from '#shared/adapters/dynamodb/consent-proofs.ts'
import { createContactsReader } from '#shared/adapters/dynamodb/contacts-reader.ts'
import { createCustomerHistory } from '#shared/adapters/dynamodb/customer-history.ts'
import { createJournalReader } from '#shared/adapters/dynamodb/journal-reader.ts'
import { createLiveCampaigns } from '#shared/adapters/dynamodb/live-campaigns.ts'
import { createProfileReader } from '#shared/adapters/dynamodb/profile-reader.ts'
import { resultsTarget } from '#shared/adapters/dynamodb/result-counters.ts'
import { createResultsReader } from '#shared/adapters/dynamodb/results-reader.ts'
import { createSegmentStore } from '#shared/adapters/dynamodb/segment-store.ts'
import { createSettingsStore } from '#shared/adapters/dynamodb/settings-store.ts'
import { createTaskDesk } from '#shared/adapters/dynamodb/task-desk.ts'
import { createTestSends } from '#shared/adapters/dynamodb/test-sends.ts'
import { templateProblems } from '#shared/adapters/liquid/template-problems.ts'
import { createTemplateRenderer } from '#shared/adapters/liquid/template-renderer.ts'
import type { CampaignStore } from '#shared/ports/campaign-store.ts'

/** What handler.ts has made of the environment. */
export interface Wired {
  readonly env: z.infer<typeof apiEnv>
  readonly documentClient: DynamoDBDocumentClient
  readonly campaignStore: (tableName: string, cacheMs: number) => CampaignStore
}

/** How long settings and campaigns are kept that only say whom tasks are for, and what decisions name. */
const KEPT_MS = 30_000

/** What managers read about their customers, and the tasks they work on. */
const peopleDependencies = ({ env, documentClient, campaignStore }: Wired) => {
  const campaigns = campaignStore(env.CAMPAIGNS_TABLE, KEPT_MS)
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

/** The adapters behind the routes, an area a line. */
export const apiDependencies = (wired: Wired): ApiDependencies => {
  const { env, documentClient } = wired
  const tables = { documentClient, campaignsTable: env.CAMPAIGNS_TABLE, auditTable: env.AUDIT_TABLE }
  return {
    openApi,
    ...peopleDependencies(wired),
    drafts: createCampaignDrafts(tables),
    versions: createCampaignVersions(tables),
    live: createLiveCampaigns(tables),
    templates: templateProblems,
    segments: createSegmentStore(tables),
    settingsStore: createSettingsStore(tables),
    profiles: createProfileReader(documentClient, env.CUSTOMERS_TABLE),
    renderer: createTemplateRenderer(),
    testSends: createTestSends(tables),
    providers: createProviders(env),
    results: createResultsReader(documentClient, env.CAMPAIGNS_TABLE),
    auditReader: createAuditReader(documentClient, env.AUDIT_TABLE),
  }
}
