import type { LaunchCampaignsDependencies } from '#functions/launch-campaigns/launch-campaigns.ts'
import { launchCampaigns } from '#functions/launch-campaigns/launch-campaigns.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { Launch } from '#shared/domain/launch/launch.ts'
import type { LaunchPart } from '#shared/domain/launch/launch-part.ts'
import type { LaunchWork } from '#shared/domain/launch/launch-work.ts'
import type { FollowedSchedule } from '#shared/domain/schedule/followed-schedule.ts'
import { defaultSettings, type Settings } from '#shared/domain/settings.ts'
import type { LaunchStarts } from '#shared/ports/launch-starts.ts'
import type { Schedules } from '#shared/ports/schedules.ts'
import type { DueGoLive } from '#shared/use-cases/campaigns/go-live-due.ts'
import { createCounts, createLogSink } from '#test/support/fakes/delivery-world.ts'

/** What one run of the tick meets: other runs between any two of its steps, and its own end. */
export interface RunOptions {
  /** Passed before every read and write; a scheduler lets other runs go first here. */
  readonly step?: () => Promise<void>
  /** The run dies right after its n-th write: everything that it still tries fails. */
  readonly dieAfterWrites?: number
}

export class DiedError extends Error {
  override readonly name = 'DiedError'
}

const key = (campaignId: string, at: string): string => `${campaignId} ${at}`

const asSeen = (known: FollowedSchedule | undefined, seen: FollowedSchedule | undefined): boolean =>
  known?.version === seen?.version &&
  known?.dates === seen?.dates &&
  known?.due === seen?.due &&
  known?.handled === seen?.handled

/**
 * Everything launch-campaigns needs, kept in memory under the conditions of the tables. The index is as it stood when the
 * run began: what was written since is not in it yet, and what was done since still is.
 */
export const createLaunchWorld = (
  options: { readonly items?: number; readonly settings?: Settings } = {},
) => {
  const live = new Map<string, Campaign>()
  const schedules = new Map<string, FollowedSchedule>()
  const launches = new Map<string, Launch>()
  const parts = new Map<string, readonly LaunchPart[]>()
  const dates = new Map<string, { readonly due: Date; readonly campaign: Campaign }>()
  const audit: string[] = []
  const queued: LaunchWork[] = []
  const counters = createCounts()
  let writes = 0
  const items = options.items ?? 50_000

  const dependenciesOf = ({ step, dieAfterWrites }: RunOptions): LaunchCampaignsDependencies => {
    let written = 0
    let isDead = false
    const atIndex = {
      schedules: [...schedules.values()],
      launches: [...launches.values()],
      dates: [...dates.entries()],
    }
    const enter = async (): Promise<void> => {
      await step?.()
      if (isDead) throw new DiedError()
    }
    /** One write: it takes place as a whole, and then the run may be dead. */
    const write = async <T>(change: () => T): Promise<T> => {
      await enter()
      const result = change()
      writes++
      if (++written === dieAfterWrites) {
        isDead = true
        throw new DiedError()
      }
      return result
    }
    const read = async <T>(look: () => T): Promise<T> => {
      await enter()
      return look()
    }

    const follow = (next: FollowedSchedule, seen: FollowedSchedule | undefined): boolean => {
      if (!asSeen(schedules.get(next.campaignId), seen)) return false
      schedules.set(next.campaignId, next)
      return true
    }
    const schedulesPort: Schedules = {
      all: () => read(() => [...schedules.values()]),
      schedule: (campaignId) => read(() => schedules.get(campaignId)),
      follow: (next, seen) => write(() => follow(next, seen)),
      take: ({ launch, next }, seen) =>
        write(() => {
          const { campaignId, at, launchId, state, version } = launch
          if (!asSeen(schedules.get(campaignId), seen)) return 'moved'
          if (launches.has(key(campaignId, at))) return follow(next, seen) ? 'exists' : 'moved'
          const now = live.get(campaignId)
          if (state === 'planned' && (now?.status !== 'live' || now.version !== version)) return 'not-live'
          follow(next, seen)
          launches.set(key(campaignId, at), launch)
          audit.push(`${launchId} ${state}`)
          return 'taken'
        }),
    }
    const set = (seen: Launch, changes: Partial<Launch>): boolean => {
      const known = launches.get(key(seen.campaignId, seen.at))
      if (!known || known.state !== seen.state || known.due !== seen.due) return false
      launches.set(key(seen.campaignId, seen.at), { ...known, ...changes })
      return true
    }
    const launchesPort: LaunchStarts = {
      launch: (campaignId, at) => read(() => launches.get(key(campaignId, at.toISOString()))),
      start: (seen, size, now) =>
        write(() => set(seen, { state: 'running', ...size, partsDone: 0, startedAt: now.toISOString() })),
      lookAgain: (seen, due, queuedAt) =>
        write(() =>
          set(seen, {
            due: due.toISOString(),
            ...(queuedAt === undefined ? {} : { queuedAt: queuedAt.toISOString() }),
          }),
        ),
    }
    async function* page<T extends { readonly due: Date }>(found: readonly T[], upTo: Date) {
      await enter()
      const due = found.filter((each) => each.due <= upTo).sort((one, other) => +one.due - +other.due)
      if (due.length > 0) yield due
    }
    const goLive = (campaignId: string, now: Date): DueGoLive => {
      const date = dates.get(campaignId)
      if (!date || date.due > now) return 'not-due'
      dates.delete(campaignId)
      live.set(campaignId, date.campaign)
      return 'went-live'
    }
    return {
      campaigns: {
        liveCampaigns: () => read(() => [...live.values()]),
        settings: () => read(() => options.settings ?? defaultSettings),
      },
      schedules: schedulesPort,
      launches: launchesPort,
      due: {
        schedules: (upTo) =>
          page(
            atIndex.schedules.flatMap(({ campaignId, due }) =>
              due === undefined ? [] : [{ campaignId, due: new Date(due) }],
            ),
            upTo,
          ),
        launches: (upTo) =>
          page(
            atIndex.launches.flatMap(({ campaignId, at, due }) =>
              due === undefined ? [] : [{ campaignId, at: new Date(at), due: new Date(due) }],
            ),
            upTo,
          ),
        goLives: (upTo) =>
          page(
            atIndex.dates.map(([campaignId, { due }]) => ({ campaignId, due })),
            upTo,
          ),
      },
      goLive: (campaignId, now) => write(() => goLive(campaignId, now)),
      parts: { parts: (launchId) => read(() => parts.get(launchId) ?? []) },
      queue: {
        // A request takes ten messages: who dies in the middle leaves the rest unsent.
        send: async (works) => {
          for (let start = 0; start < works.length; start += 10)
            await write(() => void queued.push(...works.slice(start, start + 10)))
        },
      },
      customerItems: () => read(() => items),
      counters,
      log: createLogSink(),
      describeError: (error) => ({ error: String(error) }),
      hasTime: () => true,
    }
  }

  return {
    live,
    schedules,
    launches,
    parts,
    dates,
    audit,
    queued,
    counts: counters.counts,
    writes: () => writes,
    /** The launch of an instant. */
    launchAt: (campaignId: string, at: string) => launches.get(key(campaignId, new Date(at).toISOString())),
    put: (campaign: Campaign) => void live.set(campaign.id, campaign),
    move: (campaignId: string, status: Campaign['status']) => {
      const known = live.get(campaignId)
      if (known) live.set(campaignId, { ...known, status })
    },
    /** Somebody launches by hand. */
    launchByHand: (launch: Launch) => void launches.set(key(launch.campaignId, launch.at), launch),
    tick: (now: string | Date, run: RunOptions = {}): Promise<void> =>
      launchCampaigns(dependenciesOf(run))(new Date(now)),
  }
}

export type LaunchWorld = ReturnType<typeof createLaunchWorld>
