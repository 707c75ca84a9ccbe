import type { LaunchDependencies } from '#functions/run-launch/dependencies.ts'
import { runLaunch } from '#functions/run-launch/run-launch.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { type Launch, plannedLaunch } from '#shared/domain/launch/launch.ts'
import { type LaunchPart, newPart, totalsOf } from '#shared/domain/launch/launch-part.ts'
import type { LaunchWork } from '#shared/domain/launch/launch-work.ts'
import { planPace } from '#shared/domain/launch/pace.ts'
import type { CustomerProfile } from '#shared/domain/profile/customer-profile.ts'
import { defaultSettings, type Settings } from '#shared/domain/settings.ts'
import { createEngineWorld } from '#test/support/fakes/engine-world.ts'

interface Waiting {
  readonly id: number
  readonly body: string
  readonly from: number
}

export interface LaunchWorldOptions {
  readonly campaign: Campaign
  readonly profiles: readonly CustomerProfile[]
  readonly parts?: number
  readonly perSecond?: number
  readonly settings?: Settings
  readonly now?: Date
}

/** How long a page takes, and a function may run, in milliseconds of the world's time. */
const PAGE_MS = 100
const FUNCTION_MS = 120_000

const same = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right)

/** A launch over customers in memory, on a clock of its own; what is written is kept and compared as the table does. */
export const createLaunchWorld = (options: LaunchWorldOptions) => {
  const start = (options.now ?? new Date('2026-06-01T10:00:00Z')).getTime()
  const time = { now: start }
  const engine = createEngineWorld({ now: new Date(start) })
  const state = {
    campaign: options.campaign as Campaign | undefined,
    settings: options.settings ?? defaultSettings,
    line: undefined as number | undefined,
    profiles: [...options.profiles],
    spoilt: [] as string[],
    /** Called before each page is decided. */
    onPage: (): void => {},
    /** The next writes of a part's progress die before they are made. */
    deaths: 0,
  }
  const count = options.parts ?? 1
  const plan = {
    campaignId: options.campaign.id,
    version: 1,
    at: new Date(start),
    plannedAt: new Date(start),
  }
  let launch: Launch = {
    ...plannedLaunch({ ...plan, startedBy: 'test', customersPerSecond: options.perSecond }),
    state: 'running',
    parts: count,
  }
  const parts = new Map<number, LaunchPart>()
  const queue: Waiting[] = []
  const audit: string[] = []
  const decidedAt: { readonly at: number; readonly customers: number }[] = []
  let messages = 0

  const send = (works: readonly LaunchWork[], delaySeconds = 0): void => {
    for (const work of works)
      queue.push({ id: messages++, body: JSON.stringify(work), from: time.now + delaySeconds * 1_000 })
  }

  const dependencies: LaunchDependencies = {
    watch: {
      look: async () => ({
        launch,
        campaigns: state.campaign ? [state.campaign] : [],
        settings: state.settings,
        line: { next: state.line },
        readUnits: 1,
      }),
    },
    parts: {
      part: async (_, part) => parts.get(part) ?? newPart(part),
      parts: async () => [...parts.values()],
      claim: async (_, part, claim, now) => {
        const found = parts.get(part.part) ?? newPart(part.part)
        if (found.state === 'done' || !same(found.cursor, part.cursor)) return { kind: 'moved' }
        if (found.claim && found.claim.until >= now) return { kind: 'taken', claim: found.claim }
        parts.set(part.part, { ...found, claim })
        return { kind: 'claimed', again: found.claim !== undefined }
      },
      advance: async (_, part, claim) => {
        if (state.deaths > 0) {
          state.deaths -= 1
          throw new Error('killed')
        }
        if (!same(parts.get(part.part)?.claim, claim)) return false
        decidedAt.push({ at: time.now, customers: part.done - (parts.get(part.part)?.done ?? 0) })
        parts.set(part.part, part)
        return true
      },
    },
    pages: {
      page: async ({ part, parts: all, cursor, limit }) => {
        const own = state.profiles.filter((_, index) => index % all === part)
        const begin = own.findIndex(({ customerId }) => customerId === cursor?.customerId) + 1
        const page = own.slice(begin, begin + limit)
        const last = page.at(-1)
        state.onPage()
        time.now += PAGE_MS
        return {
          profiles: page.filter(({ customerId }) => !state.spoilt.includes(customerId)),
          unreadable: page.map(({ customerId }) => customerId).filter((id) => state.spoilt.includes(id)),
          next:
            last && begin + limit < own.length ? { customerId: last.customerId, item: 'profile' } : undefined,
          readUnits: page.length / 10,
        }
      },
    },
    line: {
      reserve: async (_, customers, perSecond) => {
        const write = planPace({ next: state.line }, { count: customers, perSecond, now: time.now })
        state.line = write.kind === 'start' ? write.to : (state.line ?? 0) + write.by
        return state.line
      },
    },
    ends: {
      finish: async (_, totals) => {
        if (launch.state !== 'running') return false
        launch = { ...launch, state: 'done', totals }
        audit.push('launch-done')
        return true
      },
      cancel: async (_, { reason }) => {
        if (launch.state !== 'running') return false
        launch = { ...launch, state: 'cancelled', endedBecause: reason }
        audit.push('launch-cancelled')
        return true
      },
    },
    recorder: engine.dependencies.recorder,
    journal: {
      recorded: async ({ customerId, id }) => {
        const record = engine.records.get(`${customerId} ${id}`)
        return record && { result: record.decision.result, deliveries: [] }
      },
    },
    deliveries: engine.dependencies.queues,
    launches: { send: async (works, delaySeconds) => send(works, delaySeconds) },
    clock: () => new Date(start),
    now: () => time.now,
    until: async (to) => {
      time.now = Math.max(time.now, to)
    },
    counters: { count: () => {} },
    log: engine.log,
  }

  send(Array.from({ length: count }, (_, part) => ({ launchId: launch.launchId, part })))

  return {
    state,
    engine,
    queue,
    audit,
    time,
    decidedAt,
    launch: () => launch,
    change: (changes: Partial<Launch>) => {
      launch = { ...launch, ...changes }
    },
    totals: () => totalsOf([...parts.values()]),
    decisions: () => engine.decisions(),
    /** Hands out the next message, at its time; a run that throws comes again after a minute. */
    step: async (): Promise<boolean> => {
      queue.sort((left, right) => left.from - right.from)
      const message = queue.shift()
      if (!message) return false
      time.now = Math.max(time.now, message.from)
      const began = time.now
      const work = { body: message.body, recordId: String(message.id), receiveCount: 1 }
      try {
        await runLaunch(work, dependencies, () => FUNCTION_MS - (time.now - began))
      } catch {
        queue.push({ ...message, from: time.now + 60_000 })
      }
      return true
    },
  }
}

export type LaunchWorld = ReturnType<typeof createLaunchWorld>

/** Until no message is left, or for so many of them. */
export const untilIdle = async (world: LaunchWorld, most = 1_000): Promise<void> => {
  for (let steps = 0; steps < most && (await world.step()); steps++);
}
