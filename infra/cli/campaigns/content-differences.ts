import * as z from 'zod/mini'
import { campaignSchema } from '#shared/domain/campaign/campaign.ts'
import { campaignOf, contentFrom } from '#shared/domain/campaign/campaign-content.ts'
import { type Difference, differences } from '#shared/domain/campaign/differences.ts'
import type { CampaignContent } from '#shared/domain/campaign/working-copy.ts'

/** The content with everything that may be left out; as it is where it is no campaign yet. */
const completed = (content: CampaignContent): CampaignContent => {
  const server = { version: 1, createdBy: 'an author', approvedBy: 'an approver' }
  const parsed = z.safeParse(campaignSchema, campaignOf(content, server))
  return parsed.success ? contentFrom(parsed.data) : content
}

/** Where two contents mean different things: to leave something out and to write its default is the same. */
export const contentDifferences = (before: CampaignContent, after: CampaignContent): readonly Difference[] =>
  differences(before, after).length === 0 ? [] : differences(completed(before), completed(after))
