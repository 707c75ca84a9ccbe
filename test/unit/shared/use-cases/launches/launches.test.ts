import { describe, expect, it } from 'vitest'
import type { Caller } from '#shared/domain/access/caller.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { Launch } from '#shared/domain/launch/launch.ts'
import { advanced, newPart } from '#shared/domain/launch/launch-part.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { cancelLaunch } from '#shared/use-cases/launches/cancel-launch.ts'
import { readLaunch } from '#shared/use-cases/launches/read-launch.ts'
import { startLaunch } from '#shared/use-cases/launches/start-launch.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'

const now = new Date('2026-06-01T10:00:00.000Z')
const caller: Caller = { userId: 'u-1', name: 'mara', groups: ['marketer'] }
const acting = { caller, requestId: 'r-1', now }

const scheduled = aCampaign({
  id: 'offer',
  version: 3,
  trigger: { schedule: { cron: '0 9 1 1 *', timeZone: 'Europe/Prague', customersPerSecond: 500 } },
})

/** One campaign, and the launches of it that were made. */
const aWorld = (campaign: Campaign | undefined = scheduled) => {
  const launches = new Map<string, Launch>()
  const audit: string[] = []
  const parts = [
    advanced(newPart(0), {
      funnel: { won: 4, audience: 6 },
      next: undefined,
      readUnits: 1.5,
      activeMs: 100,
      at: now,
    }),
  ]
  const reader = {
    launch: async (launchId: string) => launches.get(launchId),
    launches: async () => ({ items: [...launches.values()] }),
  }
  const world = { campaign }
  const dependencies = {
    live: { live: async (id: string) => (id === world.campaign?.id ? world.campaign : undefined) },
    creation: {
      createLaunch: async (launch: Launch) => {
        if (launches.has(launch.launchId)) return 'exists' as const
        launches.set(launch.launchId, launch)
        return 'created' as const
      },
    },
    reader,
    parts: { parts: async () => parts },
    watch: {
      look: async (launchId: string) => {
        const launch = launches.get(launchId)
        const campaigns = world.campaign ? [world.campaign] : []
        return launch && { launch, campaigns, settings: defaultSettings, line: {}, readUnits: 0 }
      },
    },
    ends: {
      cancel: async (launch: Launch, { userId }: { userId: string }) => {
        if (launch.state === 'cancelled') return false
        launches.set(launch.launchId, { ...launch, state: 'cancelled', endedBecause: 'by-request' })
        audit.push(userId)
        return true
      },
    },
  }
  return { world, launches, audit, dependencies }
}

const started = async ({ dependencies, launches }: ReturnType<typeof aWorld>): Promise<Launch> => {
  const launch = await startLaunch(dependencies)({ campaignId: 'offer' }, acting)
  const running: Launch = { ...launch, state: 'running', parts: 2 }
  launches.set(launch.launchId, running)
  return running
}

describe('starting a launch', () => {
  it('plans it for now, of the live version, at the pace of the schedule', async () => {
    const { dependencies } = aWorld()
    expect(await startLaunch(dependencies)({ campaignId: 'offer' }, acting)).toMatchObject({
      launchId: 'offer.20260601T100000000Z',
      state: 'planned',
      version: 3,
      startedBy: 'u-1',
      customersPerSecond: 500,
      due: now.toISOString(),
    })
  })

  it('takes another time and pace', async () => {
    const at = new Date('2026-06-02T08:00:00.000Z')
    const wanted = { campaignId: 'offer', at, customersPerSecond: 7 }
    const launch = await startLaunch(aWorld().dependencies)(wanted, acting)
    expect(launch).toMatchObject({ at: at.toISOString(), due: at.toISOString(), customersPerSecond: 7 })
  })

  it.each([
    ['no-such-campaign', undefined, { campaignId: 'other' }],
    ['not-live', { ...scheduled, status: 'paused' as const }, {}],
    ['not-live', { ...scheduled, status: 'ended' as const }, {}],
    ['no-schedule', aCampaign({ id: 'offer' }), {}],
    ['wrong-time', scheduled, { at: new Date(now.getTime() - 1) }],
    ['wrong-time', scheduled, { at: new Date('2028-01-01T00:00:00Z') }],
  ])('is refused: %s', async (code, campaign, request) => {
    const { dependencies, launches } = aWorld(campaign)
    const starting = startLaunch(dependencies)({ campaignId: 'offer', ...request }, acting)
    await expect(starting).rejects.toMatchObject({ code })
    expect(launches.size).toBe(0)
  })

  it('is refused where the instant is launched already', async () => {
    const { dependencies } = aWorld()
    await startLaunch(dependencies)({ campaignId: 'offer' }, acting)
    const again = startLaunch(dependencies)({ campaignId: 'offer' }, acting)
    await expect(again).rejects.toMatchObject({ code: 'launched-already', kind: 'conflict' })
  })
})

describe('reading a launch', () => {
  it('adds up its parts', async () => {
    const world = aWorld()
    const { launchId } = await started(world)
    const found = await readLaunch(world.dependencies)(launchId, now)
    expect(found).toMatchObject({
      state: 'running',
      progress: { done: 10, total: 20, partsDone: 1, funnel: { won: 4, audience: 6 }, readUnits: 1.5 },
    })
  })

  it('takes the size of the table for the total until a part is done', async () => {
    const world = aWorld()
    const { launchId } = await started(world)
    const launch = { ...(world.launches.get(launchId) as Launch), items: 33_000 }
    world.launches.set(launchId, launch)
    const reading = { ...world.dependencies, parts: { parts: async () => [] } }
    expect(await readLaunch(reading)(launchId, now)).toMatchObject({
      progress: { done: 0, total: 33_000, totalIsEstimate: true },
    })
  })

  it('says paused while the campaign is', async () => {
    const world = aWorld()
    const { launchId } = await started(world)
    world.world.campaign = { ...scheduled, status: 'paused' }
    expect(await readLaunch(world.dependencies)(launchId, now)).toMatchObject({
      state: 'paused',
      progress: { rate: 0 },
    })
  })

  it('knows no other', async () => {
    const reading = readLaunch(aWorld().dependencies)('offer.20260601T100000000Z', now)
    await expect(reading).rejects.toMatchObject({ code: 'no-such-launch', kind: 'not-found' })
  })
})

describe('cancelling a launch', () => {
  it('ends it once, by whoever asked', async () => {
    const world = aWorld()
    const { launchId } = await started(world)
    const cancel = cancelLaunch(world.dependencies)
    expect(await cancel(launchId, acting)).toMatchObject({
      state: 'cancelled',
      endedBecause: 'by-request',
      progress: { done: 10 },
    })
    await expect(cancel(launchId, acting)).rejects.toMatchObject({ code: 'ended-already' })
    expect(world.audit).toEqual(['u-1'])
  })
})
