import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { CampaignProblem } from '#shared/domain/campaign/checks/problem.ts'
import type { Settings } from '#shared/domain/settings.ts'

/** What is wrong with a campaign's templates. @param bank whose names stand in for variables, where lengths count */
export type TemplateLinter = (campaign: Campaign, bank?: Settings['bank']) => readonly CampaignProblem[]
