import type { Caller } from '#shared/domain/access/caller.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { partsFor } from '#shared/domain/launch/parts.ts'
import { hypothesisOf } from '#shared/domain/reach/hypothesis.ts'
import { progressOf, type ReachProgress } from '#shared/domain/reach/reach-job.ts'
import { shortHash } from '#shared/domain/stable-hash.ts'
import type { CustomerItems } from '#shared/ports/customer-count.ts'
import type { ReachJobs, ReachQueue } from '#shared/ports/reach-jobs.ts'
import type { SettingsStore } from '#shared/ports/settings-store.ts'
import { Refusal } from '#shared/use-cases/refusal.ts'

export interface ExactDependencies {
  readonly reachJobs: ReachJobs
  readonly reachQueue: ReachQueue
  readonly customerItems: CustomerItems
  readonly settingsStore: Pick<SettingsStore, 'read'>
}

/**
 * Begins to count whom a campaign would reach, customer by customer. The workers of launches do it, part by part; how far
 * they are is read with `exactReach`.
 */
export const startExactReach = async (
  { reachJobs, reachQueue, customerItems, settingsStore }: ExactDependencies,
  campaign: Campaign,
  { caller, requestId, now }: { readonly caller: Caller; readonly requestId: string; readonly now: Date },
): Promise<ReachProgress> => {
  const [{ settings }, items] = await Promise.all([settingsStore.read(), customerItems()])
  const at = now.toISOString()
  const reachId = `${at.replaceAll(/[-:.]/g, '')}-${shortHash(requestId)}`
  const job = { reachId, campaign, settings, at, parts: partsFor(items) }
  await reachJobs.create(job, {
    subject: `reach#${reachId}`,
    action: 'reach-counted',
    at: now,
    caller,
    requestId,
    details: { campaignId: campaign.id, parts: job.parts },
  })
  await reachQueue.send(Array.from({ length: job.parts }, (_, part) => ({ reachId, part })))
  return { reachId, state: 'running', partsDone: 0, parts: job.parts }
}

/** @throws Refusal `no-such-count` */
export const exactReach = async (
  { reachJobs }: Pick<ExactDependencies, 'reachJobs'>,
  reachId: string,
): Promise<ReachProgress> => {
  const job = await reachJobs.job(reachId)
  if (!job) throw new Refusal('not-found', 'no-such-count', 'There is no such count, or not any more')
  const hypothesis = hypothesisOf(job.campaign, job.settings, new Date(job.at))
  return progressOf(job, await reachJobs.parts(reachId), hypothesis)
}
