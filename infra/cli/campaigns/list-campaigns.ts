import * as z from 'zod/mini'
import type { ApiClient } from '#infra/cli/api/client.ts'

const text = z.optional(z.string())

const summarySchema = z.object({
  campaignId: z.string(),
  name: text,
  state: text,
  version: z.optional(z.int()),
  live: z.optional(z.nullable(z.object({ version: z.int(), status: text }))),
  next: z.optional(z.nullable(z.union([z.string(), z.object({ at: z.string() })]))),
  goLiveAt: z.optional(z.nullable(z.string())),
})

/** A campaign as the list of all has it. */
export type CampaignSummary = z.infer<typeof summarySchema>

export const listCampaigns = (api: ApiClient): Promise<readonly CampaignSummary[]> =>
  api.list('/v1/campaigns', summarySchema)
