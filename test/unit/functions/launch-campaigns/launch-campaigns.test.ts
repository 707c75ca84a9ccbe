import { describe, expect, it } from 'vitest'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { plannedLaunch } from '#shared/domain/launch/launch.ts'
import { newPart } from '#shared/domain/launch/launch-part.ts'
import type { Schedule } from '#shared/domain/schedule/schedule.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { createLaunchWorld } from '#test/support/fakes/launch-world.ts'

const ID = 'spring-offer'
const daily: Schedule = { timeZone: 'Europe/Prague', daily: { at: '09:00' } }

const scheduled = (schedule: Schedule = daily, changes: Partial<Campaign> = {}): Campaign =>
  aCampaign({ id: ID, trigger: { schedule }, ...changes })

/** A world in which the campaign was live before the first of June, and the tick had come. */
const followedWorld = async (campaign: Campaign = scheduled(), options = {}) => {
  const world = createLaunchWorld(options)
  world.put(campaign)
  await world.tick('2026-05-31T12:00Z')
  return world
}

const states = ({ launches }: ReturnType<typeof createLaunchWorld>): string[] =>
  [...launches.values()].map(({ at, state, because }) =>
    [at.slice(5, 16), state, because].filter(Boolean).join(' '),
  )

describe('an occurrence', () => {
  it('is launched when it comes, by the same tick, in parts that are on the queue', async () => {
    const world = await followedWorld()
    await world.tick('2026-06-01T06:59Z')
    expect(states(world)).toEqual([])
    await world.tick('2026-06-01T07:00Z')
    expect(states(world)).toEqual(['06-01T07:00 running'])
    const launchId = `${ID}.20260601T070000000Z`
    expect(world.queued).toEqual([0, 1, 2].map((part) => ({ launchId, part })))
    expect(world.launchAt(ID, '2026-06-01T07:00Z')).toMatchObject({
      launchId,
      version: 1,
      parts: 3,
      startedBy: 'schedule',
      startedAt: '2026-06-01T07:00:00.000Z',
      queuedAt: '2026-06-01T07:00:00.000Z',
    })
    expect(world.audit).toEqual([`${launchId} planned`])
  })

  it('is launched once, however often the tick comes', async () => {
    const world = await followedWorld()
    for (const minute of [0, 0, 1, 1, 2]) await world.tick(`2026-06-01T07:0${minute}Z`)
    expect(states(world)).toEqual(['06-01T07:00 running'])
    expect(world.queued).toHaveLength(3)
    expect(world.audit).toHaveLength(1)
  })

  it('takes its pace from the schedule', async () => {
    const world = await followedWorld(scheduled({ ...daily, customersPerSecond: 200 }))
    await world.tick('2026-06-01T07:00Z')
    expect(world.launchAt(ID, '2026-06-01T07:00Z')?.customersPerSecond).toBe(200)
  })

  it('that somebody launched by hand at the same instant is not launched again', async () => {
    const world = await followedWorld()
    const at = new Date('2026-06-01T07:00Z')
    const plan = { campaignId: ID, version: 1, at, startedBy: 'u-1', plannedAt: at }
    world.launchByHand({ ...plannedLaunch(plan), state: 'done' })
    await world.tick('2026-06-01T07:00Z')
    expect(states(world)).toEqual(['06-01T07:00 done'])
    await world.tick('2026-06-02T07:00Z')
    expect(states(world)).toEqual(['06-01T07:00 done', '06-02T07:00 running'])
  })

  it('is not missed where its campaign goes live by date in the same minute', async () => {
    const world = createLaunchWorld()
    world.dates.set(ID, { due: new Date('2026-06-01T07:00Z'), campaign: scheduled() })
    await world.tick('2026-06-01T07:00Z')
    expect(states(world)).toEqual(['06-01T07:00 running'])
  })

  it('is not missed where the campaign went live a moment before, and the tick comes a moment after', async () => {
    const world = createLaunchWorld()
    world.put(scheduled())
    await world.tick('2026-06-01T07:00:40Z')
    expect(states(world)).toEqual(['06-01T07:00 running'])
  })

  it('that came before the campaign was live is none', async () => {
    const world = createLaunchWorld()
    world.put(scheduled())
    await world.tick('2026-06-01T07:05Z')
    expect(states(world)).toEqual([])
  })
})

describe('an occurrence that is not launched says why', () => {
  it('paused', async () => {
    const world = await followedWorld()
    world.move(ID, 'paused')
    await world.tick('2026-06-01T07:00Z')
    world.move(ID, 'live')
    await world.tick('2026-06-01T07:01Z')
    expect(states(world)).toEqual(['06-01T07:00 skipped campaign-paused'])
    expect(world.audit).toEqual([`${ID}.20260601T070000000Z skipped`])
    expect(world.schedules.get(ID)?.skipped).toEqual({
      at: '2026-06-01T07:00:00.000Z',
      because: 'campaign-paused',
    })
    await world.tick('2026-06-02T07:00Z')
    expect(states(world)[1]).toBe('06-02T07:00 running')
  })

  it('ended before its time: then there is none', async () => {
    const world = await followedWorld()
    world.move(ID, 'ended')
    await world.tick('2026-06-01T06:59Z')
    await world.tick('2026-06-01T07:00Z')
    expect(states(world)).toEqual([])
    expect(world.schedules.get(ID)?.due).toBeUndefined()
  })

  it('ended after its time had come, and before the tick came', async () => {
    const world = await followedWorld()
    world.move(ID, 'ended')
    await world.tick('2026-06-01T07:03Z')
    expect(states(world)).toEqual(['06-01T07:00 skipped campaign-ended'])
  })

  it('too late, after an outage of the tick', async () => {
    const world = await followedWorld(scheduled(daily, { expiresAfterHours: 2 }))
    await world.tick('2026-06-01T09:00:01Z')
    expect(states(world)).toEqual(['06-01T07:00 skipped too-late'])
  })

  it('not too late within the hours in which it is true', async () => {
    const world = await followedWorld(scheduled(daily, { expiresAfterHours: 2 }))
    await world.tick('2026-06-01T09:00Z')
    expect(states(world)).toEqual(['06-01T07:00 running'])
  })

  it('overtaken, where the next one has come as well', async () => {
    const world = await followedWorld(scheduled(daily, { expiresAfterHours: 72 }))
    await world.tick('2026-06-03T08:00Z')
    expect(states(world)).toEqual([
      '06-01T07:00 skipped overtaken',
      '06-02T07:00 skipped overtaken',
      '06-03T07:00 running',
    ])
  })

  it('too late also where the campaign is not valid any more', async () => {
    const world = await followedWorld(scheduled(daily, { validUntil: '2026-06-01T07:30:00Z' }))
    await world.tick('2026-06-01T07:30Z')
    expect(states(world)).toEqual(['06-01T07:00 skipped too-late'])
  })

  it('once, and before the campaign was live', async () => {
    const world = createLaunchWorld()
    world.put(scheduled({ timeZone: 'Europe/Prague', once: '2026-06-01T09:00' }))
    await world.tick('2026-06-01T08:00Z')
    await world.tick('2026-06-01T08:01Z')
    expect(states(world)).toEqual(['06-01T07:00 skipped before-live'])
  })

  it('a new version knows it no more, and the tick was away', async () => {
    const world = await followedWorld()
    world.put(scheduled({ timeZone: 'Europe/Prague', daily: { at: '12:00' } }, { version: 2 }))
    await world.tick('2026-06-01T08:00Z')
    await world.tick('2026-06-01T10:00Z')
    expect(states(world)).toEqual(['06-01T07:00 skipped rescheduled', '06-01T10:00 running'])
  })

  it('the new version has no schedule, and the tick was away', async () => {
    const world = await followedWorld()
    world.put(aCampaign({ id: ID, version: 2 }))
    await world.tick('2026-06-01T08:00Z')
    await world.tick('2026-06-02T08:00Z')
    expect(states(world)).toEqual(['06-01T07:00 skipped rescheduled'])
  })

  it('after a long outage of a schedule that comes every quarter of an hour, tick by tick', async () => {
    const world = await followedWorld(
      scheduled({ timeZone: 'Europe/Prague', cron: '*/15 * * * *' }, { expiresAfterHours: 1 }),
    )
    for (let minute = 0; minute < 10; minute++) await world.tick(`2026-06-01T12:0${minute}Z`)
    const all = states(world)
    expect(all).toHaveLength(97)
    expect(all.filter((state) => state.includes('running'))).toEqual([
      '05-31T12:00 running',
      '06-01T12:00 running',
    ])
  })
})

describe('a new version', () => {
  it('with the same dates is launched at the date that was due already', async () => {
    const world = await followedWorld()
    world.put(scheduled(daily, { version: 2 }))
    await world.tick('2026-06-01T07:00Z')
    expect(world.launchAt(ID, '2026-06-01T07:00Z')).toMatchObject({ version: 2, state: 'running' })
  })

  it('with other dates is launched at those', async () => {
    const world = await followedWorld()
    world.put(scheduled({ timeZone: 'Europe/Prague', daily: { at: '12:00' } }, { version: 2 }))
    await world.tick('2026-06-01T06:00Z')
    await world.tick('2026-06-01T07:00Z')
    await world.tick('2026-06-01T10:00Z')
    expect(states(world)).toEqual(['06-01T10:00 running'])
  })

  it.each([
    ['in a new version with the same dates', { version: 2 }],
    ['in the same version', {}],
  ])('is followed anew where the campaign had ended and is live again, %s', async (_, changes) => {
    const world = await followedWorld()
    world.move(ID, 'ended')
    await world.tick('2026-06-01T06:00Z')
    await world.tick('2026-06-01T07:00Z')
    world.put(scheduled(daily, changes))
    await world.tick('2026-06-01T12:00Z')
    await world.tick('2026-06-02T07:00Z')
    expect(states(world)).toEqual(['06-02T07:00 running'])
  })

  it('that cannot be read for a while keeps its occurrence waiting', async () => {
    const world = await followedWorld()
    world.live.delete(ID)
    for (const minute of ['06:00', '07:00', '07:20']) await world.tick(`2026-06-01T${minute}Z`)
    expect(states(world)).toEqual([])
    expect(world.counts.CampaignWorkAge).toBe(1200)
    world.put(scheduled())
    await world.tick('2026-06-01T07:21Z')
    expect(states(world)).toEqual(['06-01T07:00 running'])
  })

  it('without a schedule is launched no more', async () => {
    const world = await followedWorld()
    world.put(aCampaign({ id: ID, version: 2 }))
    await world.tick('2026-06-01T06:00Z')
    await world.tick('2026-06-01T07:00Z')
    expect(states(world)).toEqual([])
  })

  it('with the date once that was launched already is not launched again', async () => {
    const once: Schedule = { timeZone: 'Europe/Prague', once: '2026-06-01T09:00' }
    const world = await followedWorld(scheduled(once))
    await world.tick('2026-06-01T07:00Z')
    world.put(scheduled({ ...once, until: '2026-12-31' }, { version: 2 }))
    await world.tick('2026-06-01T07:01Z')
    expect(world.schedules.get(ID)).toMatchObject({ version: 2, handled: '2026-06-01T07:00:00.000Z' })
    expect(world.schedules.get(ID)?.due).toBeUndefined()
    expect(states(world)).toEqual(['06-01T07:00 running'])
  })
})

describe('launches that run', () => {
  const running = async (options = {}) => {
    const world = await followedWorld(scheduled(), options)
    await world.tick('2026-06-01T07:00Z')
    world.queued.length = 0
    return { world, launchId: `${ID}.20260601T070000000Z` }
  }
  const done = (part: number) => ({
    ...newPart(part),
    state: 'done' as const,
    at: '2026-06-01T07:01:00.000Z',
  })

  it('are left alone while somebody is at every part', async () => {
    const { world, launchId } = await running()
    const claim = { by: 'r', until: Date.parse('2026-06-01T07:05:05Z') }
    world.parts.set(launchId, [done(0), { ...newPart(1), claim }, { ...newPart(2), claim }])
    await world.tick('2026-06-01T07:05Z')
    expect(world.queued).toEqual([])
  })

  it('go on where somebody died in the middle of a page', async () => {
    const { world, launchId } = await running()
    const claim = { by: 'r', until: Date.parse('2026-06-01T07:03Z') }
    world.parts.set(launchId, [done(0), { ...newPart(1), claim }, done(2)])
    await world.tick('2026-06-01T07:05Z')
    expect(world.queued).toEqual([{ launchId, part: 1 }])
    expect(world.counts.LaunchPartsRequeued).toBe(1)
  })

  it('go on where work was lost on the queue, after the longest time that work waits there', async () => {
    const { world, launchId } = await running()
    world.parts.set(launchId, [done(0), { ...newPart(1), at: '2026-06-01T07:10:00.000Z' }])
    for (let minute = 5; minute <= 30; minute += 5)
      await world.tick(`2026-06-01T07:${String(minute).padStart(2, '0')}Z`)
    expect(world.queued).toEqual([
      { launchId, part: 2 },
      { launchId, part: 2 },
    ])
    await world.tick('2026-06-01T07:35Z')
    expect(world.queued.slice(2)).toEqual([1, 2].map((part) => ({ launchId, part })))
  })

  it('end where all parts are done and nobody has said so', async () => {
    const { world, launchId } = await running()
    world.parts.set(launchId, [done(0), done(1), done(2)])
    await world.tick('2026-06-01T07:05Z')
    expect(world.queued).toEqual([{ launchId, part: 0 }])
  })

  it.each([
    ['the campaign is paused', 'paused', defaultSettings],
    [
      'marketing and service are stopped',
      'live',
      { ...defaultSettings, operations: { ...defaultSettings.operations, service: 'stop' as const } },
    ],
  ] as const)('wait while %s: nothing is queued a second time', async (_, status, settings) => {
    const { world } = await running({ settings })
    world.move(ID, status)
    for (const minute of ['30', '59']) await world.tick(`2026-06-01T07:${minute}Z`)
    expect(world.queued).toEqual([])
  })

  it('are not looked at more than every two minutes', async () => {
    const { world } = await running()
    const before = world.writes()
    for (const second of ['07:01:00', '07:01:59']) await world.tick(`2026-06-01T${second}Z`)
    expect(world.writes()).toBe(before)
    await world.tick('2026-06-01T07:02Z')
    expect(world.writes()).toBe(before + 1)
  })

  it('that another tick has begun a moment ago are left to it: the index shows what was', async () => {
    const world = await followedWorld()
    const at = new Date('2026-05-31T12:34Z')
    world.launchByHand(plannedLaunch({ campaignId: ID, version: 1, at, startedBy: 'u-1', plannedAt: at }))
    let written: number | undefined
    const other = async (): Promise<void> => {
      if (written !== undefined) return
      written = 0
      await world.tick(at)
      written = world.writes()
    }
    await world.tick(at, { step: other })
    expect(world.queued).toHaveLength(3)
    expect(world.writes()).toBe(written)
  })

  it('that were planned by hand begin at their time', async () => {
    const world = await followedWorld(scheduled(daily))
    const at = new Date('2026-06-01T12:34Z')
    const plannedAt = new Date('2026-06-01T12:00Z')
    world.launchByHand(plannedLaunch({ campaignId: ID, version: 1, at, startedBy: 'u-1', plannedAt }))
    await world.tick('2026-06-01T12:33Z')
    expect(world.launchAt(ID, '2026-06-01T12:34Z')?.state).toBe('planned')
    await world.tick('2026-06-01T12:34Z')
    expect(world.launchAt(ID, '2026-06-01T12:34Z')?.state).toBe('running')
  })
})

describe('a minute in which nothing is due', () => {
  it('writes nothing', async () => {
    const world = await followedWorld()
    const before = world.writes()
    await world.tick('2026-05-31T12:01Z')
    expect(world.writes()).toBe(before)
    expect(world.counts.CampaignWorkAge).toBe(0)
  })

  it('tells how long what is due has waited', async () => {
    const world = await followedWorld()
    await world.tick('2026-06-01T07:20Z')
    expect(world.counts.CampaignWorkAge).toBe(1200)
  })
})
