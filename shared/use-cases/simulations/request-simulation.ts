import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { SimulationJob } from '#shared/domain/simulation/job.ts'
import { defaultPriceSheet, type PriceSheet } from '#shared/domain/simulation/price-sheet.ts'
import { shortHash } from '#shared/domain/stable-hash.ts'
import type { CampaignDrafts } from '#shared/ports/campaign-drafts.ts'
import type { CampaignVersions } from '#shared/ports/campaign-versions.ts'
import type { SimulationJobs } from '#shared/ports/simulation-jobs.ts'
import type { SimulationQueue } from '#shared/ports/simulation-queue.ts'
import { type LintDependencies, lintContent } from '#shared/use-cases/campaigns/lint-campaign.ts'
import { Refusal } from '#shared/use-cases/refusal.ts'

export interface SimulationDependencies extends LintDependencies {
  readonly drafts: Pick<CampaignDrafts, 'read'>
  readonly versions: Pick<CampaignVersions, 'version'>
  readonly simulations: {
    readonly jobs: Pick<SimulationJobs, 'create' | 'read'>
    readonly queue: SimulationQueue
  }
}

export interface SimulationRequest extends Pick<SimulationJob, 'day' | 'campaigns'> {
  readonly share: number
  /** @default the engine's own price sheet */
  readonly prices?: PriceSheet | undefined
}

/** How far back recorded events are kept, in days. */
const RECORDED_DAYS = 30

const DAY_MS = 86_400_000

const noSuchVersion = (path: string): Refusal =>
  new Refusal('invalid', 'no-such-version', 'There is no such campaign, or not this version of it', [
    { path, code: 'no-such-version', message: 'there is no such campaign, or not this version of it' },
  ])

/** A draft with its segments in their places; one with errors cannot be played. */
const draftOf = async (
  dependencies: SimulationDependencies,
  campaignId: string,
  path: string,
): Promise<Campaign> => {
  const copy = await dependencies.drafts.read(campaignId)
  if (!copy) throw noSuchVersion(path)
  const { campaign, problems } = await lintContent(dependencies, copy.content, copy.createdBy)
  if (campaign) return { ...campaign, version: copy.version }
  const errors = problems.filter(({ severity }) => severity === 'error')
  throw new Refusal(
    'invalid',
    'campaign-has-errors',
    `The draft of ${campaignId} cannot run yet`,
    errors.map((problem) => ({ path: problem.path, code: problem.code, message: problem.message })),
  )
}

const campaignsOf = (
  dependencies: SimulationDependencies,
  asked: SimulationRequest['campaigns'],
): Promise<Campaign[]> =>
  Promise.all(
    asked.map(async ({ campaignId, version }, index) => {
      const path = `campaigns.${index}`
      if (version === 'draft') return draftOf(dependencies, campaignId, path)
      const campaign = await dependencies.versions.version(campaignId, version)
      if (!campaign) throw noSuchVersion(path)
      return campaign
    }),
  )

const mustBeKept = (day: string, now: Date): void => {
  const age = Date.parse(now.toISOString().slice(0, 10)) - Date.parse(day)
  if (age >= 0 && age <= RECORDED_DAYS * DAY_MS) return
  const message = `must be one of the last ${RECORDED_DAYS} days, or today`
  throw new Refusal('invalid', 'day-not-recorded', 'Nothing is recorded of that day', [
    { path: 'day', code: 'day-not-recorded', message },
  ])
}

/**
 * Asks for a simulation of campaigns over the recorded events of a day. They are taken as they are now.
 * @param by the caller's id, and the request's: the same request is the same simulation
 * @throws Refusal `no-such-version`, `campaign-has-errors`, `day-not-recorded`
 */
export const requestSimulation = async (
  dependencies: SimulationDependencies,
  request: SimulationRequest,
  by: { readonly userId: string; readonly requestId: string; readonly now: Date },
): Promise<SimulationJob> => {
  const { day, share, campaigns } = request
  mustBeKept(day, by.now)
  const drafts = await campaignsOf(dependencies, campaigns)
  const { jobs, queue } = dependencies.simulations
  const job: SimulationJob = {
    simulationId: `${day}-${shortHash(`${by.userId} ${by.requestId}`)}`,
    state: 'queued',
    ...{ day, share, campaigns },
    prices: request.prices ?? defaultPriceSheet,
    requestedBy: by.userId,
    requestedAt: by.now.toISOString(),
  }
  // The other way round somebody could look for a job that is not there.
  await jobs.create(job, drafts)
  await queue.send(job.simulationId)
  return job
}

/** @throws Refusal `no-such-simulation` */
export const readSimulation = async (
  { simulations }: Pick<SimulationDependencies, 'simulations'>,
  simulationId: string,
): Promise<SimulationJob> => {
  const job = await simulations.jobs.read(simulationId)
  if (!job)
    throw new Refusal('not-found', 'no-such-simulation', 'There is no such simulation, or not any more')
  return job
}
