import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { approvalProblems } from '#shared/domain/campaign/checks/approval.ts'
import { conditionProblems } from '#shared/domain/campaign/checks/condition-problems.ts'
import { marketingNoticeProblems } from '#shared/domain/campaign/checks/marketing-notices.ts'
import { messageProblems } from '#shared/domain/campaign/checks/messages.ts'
import { offerProblems } from '#shared/domain/campaign/checks/offers.ts'
import type { CampaignProblem, Check } from '#shared/domain/campaign/checks/problem.ts'
import { productProblems } from '#shared/domain/campaign/checks/product.ts'
import { promiseProblems } from '#shared/domain/campaign/checks/promises.ts'
import { resultProblems } from '#shared/domain/campaign/checks/results.ts'
import { scheduleProblems } from '#shared/domain/campaign/checks/schedule.ts'
import { shapeProblems } from '#shared/domain/campaign/checks/shape.ts'
import { isTooDeep, storageProblems, tooDeep } from '#shared/domain/campaign/checks/storable.ts'
import { taskProblems } from '#shared/domain/campaign/checks/task.ts'
import { timingProblems } from '#shared/domain/campaign/checks/timing.ts'
import { variantProblems } from '#shared/domain/campaign/checks/variants.ts'
import { parseCampaign, toSchema2 } from '#shared/domain/campaign/schema-1.ts'

export type { CampaignProblem } from '#shared/domain/campaign/checks/problem.ts'

/** Every rule about a campaign of the right shape, in the order in which its parts are written. */
const checks: readonly Check[] = [
  timingProblems,
  scheduleProblems,
  conditionProblems,
  productProblems,
  messageProblems,
  variantProblems,
  taskProblems,
  approvalProblems,
  offerProblems,
  marketingNoticeProblems,
  promiseProblems,
  resultProblems,
]

/** What was checked. */
export interface CheckedCampaign {
  /** The campaign, where there is no error; warnings do not hold it back. */
  readonly campaign?: Campaign
  /** The campaign with or without errors, where its shape is right, so that more can be said of it. */
  readonly draft?: Campaign
  readonly problems: readonly CampaignProblem[]
}

/**
 * Says what is wrong with a campaign when it is written, each thing by its path: its shape, what must hold between its
 * parts, and the rules of a bank that its content shows (shared/docs/RULES.md). Templates are parsed by
 * `templateProblems` (shared/adapters/liquid), which belongs to a whole check too.
 * @param given of schema 2, or of schema 1, whose paths are those of schema 2
 */
export const checkCampaign = (given: unknown): CheckedCampaign => {
  if (isTooDeep(given)) return { problems: [tooDeep()] }
  const parsed = parseCampaign(given)
  if (!parsed.success) return { problems: shapeProblems(parsed.error.issues, toSchema2(given)) }
  const problems = [...storageProblems(given), ...checks.flatMap((check) => check(parsed.data))]
  return problems.some(({ severity }) => severity === 'error')
    ? { draft: parsed.data, problems }
    : { campaign: parsed.data, draft: parsed.data, problems }
}
