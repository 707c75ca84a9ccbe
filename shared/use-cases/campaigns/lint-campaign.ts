import { campaignOf, contentOf, NOT_APPROVED_YET } from '#shared/domain/campaign/campaign-content.ts'
import {
  type CampaignProblem,
  type CheckedCampaign,
  checkCampaign,
} from '#shared/domain/campaign/check-campaign.ts'
import { isTooDeep, tooDeep } from '#shared/domain/campaign/checks/storable.ts'
import { inTermsOfDraft, resolveSegments } from '#shared/domain/campaign/resolve-segments.ts'
import { conditionsOf } from '#shared/domain/campaign/segment.ts'
import type { CampaignContent } from '#shared/domain/campaign/working-copy.ts'
import type { Settings } from '#shared/domain/settings.ts'
import type { SegmentStore } from '#shared/ports/segments.ts'
import type { SettingsStore } from '#shared/ports/settings-store.ts'
import type { TemplateLinter } from '#shared/ports/template-linter.ts'

const hasError = (problems: readonly CampaignProblem[]): boolean =>
  problems.some(({ severity }) => severity === 'error')

/**
 * Everything that is wrong with a campaign: its shape, the rules of a bank, and its templates. The API, the seed and the
 * command all ask here.
 * @param given of any shape
 * @returns the campaign only where nothing is an error
 */
export const lintCampaign = (
  given: unknown,
  templates: TemplateLinter,
  bank?: Settings['bank'],
): CheckedCampaign => {
  const { campaign, draft, problems } = checkCampaign(given)
  // Also of a campaign with errors elsewhere, so that its author hears of everything at once.
  const ofTemplates = draft ? templates(draft, bank) : []
  const all = [...problems, ...ofTemplates]
  return {
    ...(campaign && !hasError(ofTemplates) ? { campaign } : {}),
    ...(draft ? { draft } : {}),
    problems: all,
  }
}

export interface LintDependencies {
  readonly templates: TemplateLinter
  readonly segments: Pick<SegmentStore, 'all'>
  readonly settingsStore: Pick<SettingsStore, 'read'>
}

export interface LintedContent extends CheckedCampaign {
  /** With segments in their places: what is approved, and runs. */
  readonly resolved: CampaignContent
}

const NAMELESS = { version: 1, approvedBy: NOT_APPROVED_YET } as const

/**
 * Everything that is wrong with what an author wrote, by its paths there, segments included.
 * @param createdBy as it will stand in the version
 */
export const lintContent = async (
  { templates, segments, settingsStore }: LintDependencies,
  content: CampaignContent,
  createdBy: string,
): Promise<LintedContent> => {
  if (isTooDeep(content)) return { resolved: content, problems: [tooDeep()] }
  const [all, { settings }] = await Promise.all([segments.all(), settingsStore.read()])
  const resolution = resolveSegments(content, conditionsOf(all))
  const resolved = resolution.content as CampaignContent
  const linted = lintCampaign(campaignOf(resolved, { ...NAMELESS, createdBy }), templates, settings.bank)
  const problems = [...resolution.problems, ...inTermsOfDraft(linted.problems, resolution)]
  const { campaign: _campaign, ...rest } = linted
  return hasError(resolution.problems) ? { ...rest, resolved, problems } : { ...linted, resolved, problems }
}

/** The same of what somebody sends, a whole campaign file perhaps. */
export const lintGiven = async (
  dependencies: LintDependencies,
  given: CampaignContent,
  createdBy: string,
): Promise<readonly CampaignProblem[]> => {
  const { content, warnings } = contentOf(given)
  return [...warnings, ...(await lintContent(dependencies, content, createdBy)).problems]
}
