import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { campaignOf, contentOf, NOT_APPROVED_YET } from '#shared/domain/campaign/campaign-content.ts'
import { type CampaignProblem, checkCampaign } from '#shared/domain/campaign/check-campaign.ts'
import { isTooDeep, tooDeep } from '#shared/domain/campaign/checks/storable.ts'
import { inTermsOfDraft, resolveSegments } from '#shared/domain/campaign/resolve-segments.ts'
import { conditionsOf } from '#shared/domain/campaign/segment.ts'
import type { CampaignContent } from '#shared/domain/campaign/working-copy.ts'
import type { CampaignDrafts } from '#shared/ports/campaign-drafts.ts'
import type { CampaignVersions } from '#shared/ports/campaign-versions.ts'
import type { SegmentStore } from '#shared/ports/segments.ts'
import { Refusal } from '#shared/use-cases/refusal.ts'

export interface AskedDependencies {
  readonly drafts: Pick<CampaignDrafts, 'read'>
  readonly versions: Pick<CampaignVersions, 'version'>
  readonly segments: Pick<SegmentStore, 'all'>
}

/** Whose reach is asked for: a campaign's draft or version, a content that nobody has saved, or a condition by itself. */
export type Asked =
  | { readonly campaignId: string; readonly version?: number | undefined }
  | { readonly content: CampaignContent }
  | { readonly condition: unknown }

/** Only tasks: no gate about sending asks, so that the funnel is of the condition alone. */
const ofCondition = (condition: unknown): CampaignContent => ({
  schema: 2,
  id: 'condition-alone',
  name: 'A condition alone',
  purpose: 'service',
  trigger: { schedule: { cron: '0 9 * * 1', timeZone: 'UTC' } },
  expiresAfterHours: 24,
  task: { mode: 'instead', dueWithinHours: 24, title: { en: 'Nobody is asked' } },
  ...(condition === undefined ? {} : { audience: condition }),
})

const refusal = (problems: readonly CampaignProblem[], under: string): Refusal =>
  new Refusal(
    'invalid',
    'campaign-unreadable',
    'It cannot be said whom this would reach before it can be read',
    problems
      .filter(({ severity }) => severity === 'error')
      .map(({ path, code, message }) => ({
        path: [under, path].filter((part) => part !== '').join('.'),
        code,
        message,
      })),
  )

/** What is wrong with a condition alone is told of it, and not of the campaign around it. */
const pathsOf = (problems: readonly CampaignProblem[]): CampaignProblem[] =>
  problems.map((problem) => ({ ...problem, path: problem.path.replace(/^audience\b\.?/, '') }))

const readContent = async (
  { segments }: AskedDependencies,
  given: CampaignContent,
  under: string,
): Promise<Campaign> => {
  if (isTooDeep(given)) throw refusal([tooDeep()], under)
  const resolved = resolveSegments(contentOf(given).content, conditionsOf(await segments.all()))
  const content = resolved.content as CampaignContent
  const { draft, problems } = checkCampaign(
    campaignOf(content, { version: 1, createdBy: '(author)', approvedBy: NOT_APPROVED_YET }),
  )
  const told = under === 'condition' ? pathsOf : (all: readonly CampaignProblem[]) => all
  if (resolved.problems.length > 0) throw refusal(told(resolved.problems), under)
  // Rules that are broken elsewhere stand against its going live, not against counting.
  if (!draft) throw refusal(told(inTermsOfDraft(problems, resolved)), under)
  return draft
}

/**
 * The campaign that a question is about, segments in their places.
 * @throws Refusal `no-such-version`, `campaign-unreadable`
 */
export const askedCampaign = async (dependencies: AskedDependencies, asked: Asked): Promise<Campaign> => {
  if ('condition' in asked) return readContent(dependencies, ofCondition(asked.condition), 'condition')
  if ('content' in asked) return readContent(dependencies, asked.content, 'content')
  const { campaignId, version } = asked
  if (version === undefined) {
    const draft = await dependencies.drafts.read(campaignId)
    if (draft) return readContent(dependencies, { ...draft.content, id: campaignId }, '')
  } else {
    const campaign = await dependencies.versions.version(campaignId, version)
    if (campaign) return campaign
  }
  throw new Refusal('not-found', 'no-such-version', 'There is no such campaign, or not this version of it')
}
