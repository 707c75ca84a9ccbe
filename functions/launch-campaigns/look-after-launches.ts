import { type WorkDependencies, workThrough } from '#functions/launch-campaigns/attempt.ts'
import type { Tick } from '#functions/launch-campaigns/tick.ts'
import type { Launch } from '#shared/domain/launch/launch.ts'
import { controlOf } from '#shared/domain/launch/launch-control.ts'
import { partsFor, stalledParts } from '#shared/domain/launch/parts.ts'
import type { CampaignDue, DueLaunch } from '#shared/ports/campaign-due.ts'
import type { CampaignStore } from '#shared/ports/campaign-store.ts'
import type { CustomerItems } from '#shared/ports/customer-count.ts'
import type { LaunchParts } from '#shared/ports/launch-parts.ts'
import type { LaunchQueue } from '#shared/ports/launch-queue.ts'
import type { LaunchStarts } from '#shared/ports/launch-starts.ts'

export interface LaunchDependencies extends WorkDependencies {
  readonly due: Pick<CampaignDue, 'launches'>
  readonly launches: LaunchStarts
  readonly parts: Pick<LaunchParts, 'parts'>
  readonly queue: LaunchQueue
  readonly campaigns: Pick<CampaignStore, 'settings'>
  readonly customerItems: CustomerItems
}

/** How long a launch that runs is left alone, in milliseconds. */
const LOOK_AGAIN_AFTER = 2 * 60_000

/** What this run has planned, then what the index shows. What stands in both is looked at twice, and found done. */
async function* plannedAnd(
  pages: AsyncIterable<readonly DueLaunch[]>,
  { planned }: Tick,
): AsyncIterable<readonly DueLaunch[]> {
  yield planned
  yield* pages
}

/**
 * Begins launches whose time has come, and looks after those that run: work on parts that nobody is at goes on the queue
 * again. A launch is begun in three steps, each safe to repeat: `running` and in how many parts; the work on the queue;
 * that it is there. Who dies between leaves it due, and the next tick goes on. Work that is queued twice is done once
 * (functions/run-launch).
 * @returns since when the oldest of them was due
 */
export const lookAfterLaunches = (dependencies: LaunchDependencies) => {
  const { due, launches, parts, queue, campaigns, customerItems, counters, log } = dependencies

  const begin = async (planned: Launch, now: Date): Promise<Launch | undefined> => {
    const items = await customerItems()
    const parts = partsFor(items)
    if (!(await launches.start(planned, { parts, items }, now))) return undefined
    counters.count('LaunchesStarted')
    log.info('a launch begins', { launchId: planned.launchId, parts })
    return { ...planned, state: 'running', parts, items, startedAt: now.toISOString() }
  }

  const queueAll = async (launch: Launch, now: Date): Promise<void> => {
    const { launchId, parts: count = 1 } = launch
    await queue.send(Array.from({ length: count }, (_, part) => ({ launchId, part })))
    await launches.lookAgain(launch, new Date(now.getTime() + LOOK_AGAIN_AFTER), now)
  }

  /** While a launch may not go on, its work waits on the queue for longer and longer, and nothing is missing. */
  const mayGoOn = async (launch: Launch, { live }: Tick): Promise<boolean> =>
    controlOf(launch, live.get(launch.campaignId), await campaigns.settings()) !== 'wait'

  const lookAfter = async (launch: Launch, tick: Tick): Promise<void> => {
    const { launchId } = launch
    const { now } = tick
    if (await mayGoOn(launch, tick)) {
      const stalled = stalledParts(launch, await parts.parts(launchId, false), now)
      await queue.send(stalled.map((part) => ({ launchId, part })))
      if (stalled.length > 0) {
        counters.count('LaunchPartsRequeued', stalled.length)
        log.warn('parts of a launch were not being worked on', { launchId, parts: stalled.length })
      }
    }
    await launches.lookAgain(launch, new Date(now.getTime() + LOOK_AGAIN_AFTER))
  }

  const look = async ({ campaignId, at }: DueLaunch, tick: Tick): Promise<void> => {
    const { now } = tick
    const found = await launches.launch(campaignId, at)
    // An index shows what was: it may have ended, or been looked at, since.
    if (found?.due === undefined || new Date(found.due) > now) return
    const launch = found.state === 'planned' ? await begin(found, now) : found
    if (!launch) return
    await (launch.queuedAt === undefined ? queueAll(launch, now) : lookAfter(launch, tick))
  }

  return (tick: Tick): Promise<Date | undefined> =>
    workThrough(plannedAnd(due.launches(tick.now), tick), (launch) => look(launch, tick), dependencies)
}
