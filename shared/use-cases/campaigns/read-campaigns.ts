import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { contentFrom } from '#shared/domain/campaign/campaign-content.ts'
import { type Difference, differences } from '#shared/domain/campaign/differences.ts'
import type { GoLiveDate } from '#shared/domain/campaign/go-live-date.ts'
import type { CampaignContent, WorkingCopy } from '#shared/domain/campaign/working-copy.ts'
import { noSuchCampaign, noSuchVersion } from '#shared/use-cases/campaigns/acting.ts'
import type { LintDependencies } from '#shared/use-cases/campaigns/lint-campaign.ts'
import { lintContent } from '#shared/use-cases/campaigns/lint-campaign.ts'
import type { LiveDependencies } from '#shared/use-cases/campaigns/live-campaign-of.ts'
import { findWorkingCopy, workingCopyOf } from '#shared/use-cases/campaigns/working-copy-of.ts'

/** A campaign at a glance. At least one of `draft` and `live` is there. */
export interface CampaignOverview {
  readonly campaignId: string
  readonly name: string
  readonly draft?: WorkingCopy | undefined
  readonly live?: Campaign | undefined
}

/** One part of a list, and the position where the next one begins. */
export interface PageOf<Item> {
  readonly items: readonly Item[]
  readonly next?: string
}

export interface Page {
  readonly limit: number
  readonly after?: string | undefined
}

const nameIn = ({ name }: CampaignContent): string | undefined =>
  typeof name === 'string' && name !== '' ? name : undefined

const overviewOf = (
  campaignId: string,
  draft: WorkingCopy | undefined,
  live: Campaign | undefined,
): CampaignOverview => ({
  campaignId,
  name: live?.name ?? (draft && nameIn(draft.content)) ?? campaignId,
  draft,
  live,
})

/** Every campaign that is written or was ever live, by id. */
export const listCampaigns = async (
  { drafts, live }: Pick<LiveDependencies, 'drafts' | 'live'>,
  { limit, after }: Page,
): Promise<PageOf<CampaignOverview>> => {
  // One more of each than is answered, so that it is known whether the list goes on.
  const [copies, running] = await Promise.all([drafts.page(after, limit + 1), live.page(after, limit + 1)])
  const copyOf = new Map(copies.map((copy) => [copy.campaignId, copy]))
  const liveOf = new Map(running.map((campaign) => [campaign.id, campaign]))
  const ids = [...new Set([...copyOf.keys(), ...liveOf.keys()])].sort()
  const shown = ids.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: shown.map((id) => overviewOf(id, copyOf.get(id), liveOf.get(id))),
    ...(ids.length > limit && last !== undefined ? { next: last } : {}),
  }
}

/** One campaign, and the date on which a version of it goes live. @throws Refusal `no-such-campaign` */
export const readCampaign = async (
  dependencies: LiveDependencies,
  campaignId: string,
): Promise<CampaignOverview & { readonly goLive?: GoLiveDate | undefined }> => {
  const { live } = dependencies
  const [draft, running, goLive] = await Promise.all([
    findWorkingCopy(dependencies, campaignId),
    live.live(campaignId),
    live.date(campaignId),
  ])
  if (!draft && !running) throw noSuchCampaign()
  return { ...overviewOf(campaignId, draft, running), goLive }
}

/** Approved versions, newest first. @param page its position is a version @throws Refusal `no-such-campaign` */
export const listVersions = async (
  dependencies: LiveDependencies,
  campaignId: string,
  { limit, after }: Page,
): Promise<PageOf<Campaign>> => {
  const before = after === undefined ? undefined : Number(after)
  const found = await dependencies.versions.page(campaignId, before, limit + 1)
  if (found.length === 0) await workingCopyOf(dependencies, campaignId)
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return { items, ...(found.length > limit && last ? { next: String(last.version) } : {}) }
}

/** @throws Refusal `no-such-campaign`, `no-such-version` */
export const readVersion = async (
  dependencies: LiveDependencies,
  campaignId: string,
  version: number,
): Promise<Campaign> => {
  const campaign = await dependencies.versions.version(campaignId, version)
  if (campaign) return campaign
  await workingCopyOf(dependencies, campaignId)
  throw noSuchVersion()
}

/** What the draft would be as a version, as far as it can be told: with its segments and what it leaves to defaults. */
const draftAsVersion = async (
  dependencies: LintDependencies,
  copy: WorkingCopy,
): Promise<CampaignContent> => {
  const { draft, resolved } = await lintContent(dependencies, copy.content, copy.createdBy)
  return draft ? contentFrom(draft) : resolved
}

/** What one says and another does not, from the older to the newer one. */
export interface Comparison {
  readonly from: number | 'draft'
  readonly to: number | 'draft'
  readonly differences: readonly Difference[]
}

/**
 * What differs in what two versions say; what the server says of them (version, names) is left out.
 * @param against another version, the working copy (`draft`, newer than any), or the version before where nothing is
 *   named: the first one differs in nothing from that
 * @throws Refusal `no-such-campaign`, `no-such-version`
 */
export const compareVersions = async (
  dependencies: LiveDependencies & LintDependencies,
  campaignId: string,
  version: number,
  against: number | 'draft' | undefined,
): Promise<Comparison> => {
  const contentAt = async (number: number) => contentFrom(await readVersion(dependencies, campaignId, number))
  if (against === 'draft') {
    const own = await contentAt(version)
    const draft = await draftAsVersion(dependencies, await workingCopyOf(dependencies, campaignId))
    return { from: version, to: 'draft', differences: differences(own, draft) }
  }
  const other = against ?? Math.max(1, version - 1)
  const [from, to] = other < version ? [other, version] : [version, other]
  return { from, to, differences: differences(await contentAt(from), await contentAt(to)) }
}
