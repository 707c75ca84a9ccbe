import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextLaunchTime } from '#shared/domain/schedule/next-launch.ts'
import type { Schedule } from '#shared/domain/schedule/schedule.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { createLaunchWorld, DiedError, type LaunchWorld } from '#test/support/fakes/launch-world.ts'

const MINUTE = 60_000
const START = Date.parse('2026-03-29T00:00:00Z')

/** Comes often, over the change of the clocks in Prague. */
const schedule: Schedule = { timeZone: 'Europe/Prague', cron: '*/5 * * * *' }
const campaign = aCampaign({ id: 'often', trigger: { schedule }, expiresAfterHours: 1 })

const occurrences = (from: number, to: number): string[] => {
  const found: string[] = []
  let next = nextLaunchTime(campaign, new Date(from))
  for (; next && next.getTime() <= to; next = nextLaunchTime(campaign, next)) found.push(next.toISOString())
  return found
}

/** A run that dies is an error of its own, and nobody else's. */
const survive = async (run: Promise<void>): Promise<void> => {
  try {
    await run
  } catch (error) {
    if (!(error instanceof DiedError)) throw error
  }
}

/** What must hold once ticks have come in peace: nothing lost, nothing twice. */
const expectOnceEach = (world: LaunchWorld, expected: readonly string[]): void => {
  const launches = [...world.launches.values()].sort((one, other) => one.at.localeCompare(other.at))
  expect(launches.map(({ at }) => at)).toEqual(expected)
  expect([...world.audit].sort()).toEqual(
    launches
      .map(({ launchId, state }) => `${launchId} ${state === 'skipped' ? 'skipped' : 'planned'}`)
      .sort(),
  )
  for (const { launchId, state, parts, queuedAt } of launches) {
    if (state === 'skipped') continue
    expect([launchId, state, queuedAt === undefined]).toEqual([launchId, 'running', false])
    const queued = new Set(world.queued.filter((work) => work.launchId === launchId).map(({ part }) => part))
    expect([...queued].sort((one, other) => one - other)).toEqual(
      Array.from({ length: parts ?? 0 }, (_, part) => part),
    )
  }
}

const settled = async (world: LaunchWorld, to: number): Promise<void> => {
  for (let tick = 0; tick < 3; tick++) await world.tick(new Date(to))
}

describe('a tick that dies', () => {
  it('after any of its writes loses nothing and repeats nothing', async () => {
    const total = async (): Promise<number> => {
      const world = createLaunchWorld({ items: 250_000 })
      world.put(campaign)
      await world.tick(new Date(START))
      await world.tick(new Date(START + 5 * MINUTE))
      return world.writes()
    }
    const writes = await total()
    expect(writes).toBeGreaterThan(8)
    for (let last = 1; last <= writes; last++) {
      const world = createLaunchWorld({ items: 250_000 })
      world.put(campaign)
      await survive(world.tick(new Date(START), { dieAfterWrites: last }))
      await survive(world.tick(new Date(START + 5 * MINUTE), { dieAfterWrites: last }))
      await settled(world, START + 6 * MINUTE)
      expectOnceEach(world, occurrences(START - 2 * MINUTE, START + 6 * MINUTE))
      const started = [...world.launches.values()].filter(({ state }) => state === 'running')
      expect(started.length).toBeGreaterThan(0)
    }
  })
})

/** One or two ticks at a minute, each of which may die, and what people do before it. */
const aMinute = fc.record({
  wait: fc.integer({ min: 1, max: 4 }),
  deaths: fc.array(fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }), {
    minLength: 1,
    maxLength: 2,
  }),
  does: fc.constantFrom('nothing', 'nothing', 'nothing', 'pause', 'resume', 'new version'),
})

describe('ticks at the same time', () => {
  it('take each occurrence once, whoever goes first, whoever dies, and whatever people do meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(aMinute, { minLength: 3, maxLength: 8 }),
        async (scheduler, minutes) => {
          const world = createLaunchWorld({ items: 30_000 })
          world.put(campaign)
          let now = START
          await world.tick(new Date(now))
          for (const { wait, deaths, does } of minutes) {
            now += wait * MINUTE
            const people = async (): Promise<void> => {
              await scheduler.schedule(Promise.resolve(), does)
              if (does === 'pause') world.move('often', 'paused')
              if (does === 'resume') world.move('often', 'live')
              const known = world.live.get('often')
              if (does === 'new version' && known) world.put({ ...known, version: known.version + 1 })
            }
            const runs = deaths.map((dieAfterWrites, run) =>
              survive(
                world.tick(new Date(now), {
                  step: () => scheduler.schedule(Promise.resolve(), `run ${run}`),
                  ...(dieAfterWrites === undefined ? {} : { dieAfterWrites }),
                }),
              ),
            )
            await scheduler.waitFor(Promise.all([...runs, people()]))
          }
          world.move('often', 'live')
          await settled(world, now)
          expectOnceEach(world, occurrences(START - 2 * MINUTE, now))
        },
      ),
      { numRuns: 150 },
    )
  })

  it('launch nothing of a campaign that was paused before they came', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const world = createLaunchWorld()
        world.put(campaign)
        await world.tick(new Date(START + MINUTE))
        world.move('often', 'paused')
        const runs = [0, 1].map((run) =>
          world.tick(new Date(START + 5 * MINUTE), {
            step: () => scheduler.schedule(Promise.resolve(), `run ${run}`),
          }),
        )
        await scheduler.waitFor(Promise.all(runs))
        expect(world.launchAt('often', '2026-03-29T00:05Z')).toMatchObject({
          state: 'skipped',
          because: 'campaign-paused',
        })
        expect(world.audit).toContain('often.20260329T000500000Z skipped')
      }),
      { numRuns: 30 },
    )
  })
})
