import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type * as z from 'zod/mini'
import type { apiEnv } from '#functions/api/env.ts'
import openApi from '#functions/api/openapi.json' with { type: 'json' }
import type { ApiDependencies } from '#functions/api/routes/all.ts'
import { createAuditReader } from '#shared/adapters/dynamodb/audit-reader.ts'
import { createCampaignDrafts } from '#shared/adapters/dynamodb/campaign-drafts.ts'
import { createCampaignVersions } from '#shared/adapters/dynamodb/campaign-versions.ts'
import { createResultsReader } from '#shared/adapters/dynamodb/results-reader.ts'
import { createSegmentStore } from '#shared/adapters/dynamodb/segment-store.ts'
import { createSettingsStore } from '#shared/adapters/dynamodb/settings-store.ts'

/** What handler.ts has made of the environment. */
export interface Wired {
  readonly env: z.infer<typeof apiEnv>
  readonly documentClient: DynamoDBDocumentClient
}

/** The adapters behind the routes, an area a line. */
export const apiDependencies = ({ env, documentClient }: Wired): ApiDependencies => {
  const tables = { documentClient, campaignsTable: env.CAMPAIGNS_TABLE, auditTable: env.AUDIT_TABLE }
  return {
    openApi,
    drafts: createCampaignDrafts(tables),
    versions: createCampaignVersions(tables),
    segments: createSegmentStore(tables),
    settingsStore: createSettingsStore(tables),
    results: createResultsReader(documentClient, env.CAMPAIGNS_TABLE),
    auditReader: createAuditReader(documentClient, env.AUDIT_TABLE),
  }
}
