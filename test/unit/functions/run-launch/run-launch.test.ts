import { describe, expect, it } from 'vitest'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { aProfile } from '#test/support/builders/subjects.ts'
import { createLaunchWorld, untilIdle } from '#test/support/fakes/launched-world.ts'

const CUSTOMERS = 1_000

const campaign: Campaign = aCampaign({
  id: 'offer',
  purpose: 'marketing',
  trigger: { schedule: { cron: '0 9 1 1 *', timeZone: 'Europe/Prague' } },
  audience: { field: 'customer.products', op: 'contains', value: 'SAVINGS' },
  channels: ['email'],
})

/** Every second one is in the audience. */
const profiles = Array.from({ length: CUSTOMERS }, (_, index) => ({
  ...aProfile({ products: index % 2 === 0 ? ['SAVINGS'] : [] }),
  customerId: `C${index}`,
}))

const aWorld = (changes: Partial<Parameters<typeof createLaunchWorld>[0]> = {}) =>
  createLaunchWorld({ campaign, profiles, ...changes })

const half = { won: CUSTOMERS / 2, audience: CUSTOMERS / 2 }

describe('a launch', () => {
  it('decides about every customer once, records the audience and counts the others', async () => {
    const world = aWorld({ parts: 4 })
    await untilIdle(world)
    expect(world.launch()).toMatchObject({ state: 'done', totals: { done: CUSTOMERS, funnel: half } })
    expect(world.decisions()).toHaveLength(CUSTOMERS / 2)
    expect(world.engine.queued).toHaveLength(CUSTOMERS / 2)
    expect(world.audit).toEqual(['launch-done'])
  })

  it('gives every customer of the occurrence the same signal, however often it is worked through', async () => {
    const world = aWorld()
    await untilIdle(world)
    expect(
      new Set(world.decisions().map(({ signal }) => `${signal.type} ${signal.id} ${signal.at}`)),
    ).toEqual(new Set(['Scheduled Scheduled:offer:2026-06-01T10:00:00.000Z 2026-06-01T10:00:00.000Z']))
  })

  it('adds up what its pages cost', async () => {
    const world = aWorld()
    await untilIdle(world)
    // A tenth of a unit a customer, and one for each of four pages.
    expect(world.totals().readUnits).toBe(CUSTOMERS / 10 + 4)
  })

  it('counts profiles that cannot be read, and goes on', async () => {
    const world = aWorld()
    world.state.spoilt = ['C3', 'C500']
    await untilIdle(world)
    expect(world.totals()).toMatchObject({ done: CUSTOMERS, funnel: { unreadable: 2 } })
    expect(world.launch().state).toBe('done')
  })
})

describe('a worker that dies', () => {
  it.each([1, 2, 3])('%i times between recording and advancing changes no count', async (deaths) => {
    const world = aWorld()
    world.state.deaths = deaths
    await untilIdle(world)
    expect(world.launch()).toMatchObject({ state: 'done', totals: { done: CUSTOMERS, funnel: half } })
    expect(world.decisions()).toHaveLength(CUSTOMERS / 2)
  })

  it('leaves decisions that count, also where their customers are in the audience no more', async () => {
    const world = aWorld()
    world.state.deaths = 1
    await world.step()
    world.state.profiles = profiles.map((profile) => ({
      ...profile,
      single: { ...profile.single, products: [] },
    }))
    const recorded = world.decisions().length
    await untilIdle(world)
    expect(recorded).toBeGreaterThan(0)
    expect(world.totals().funnel).toEqual({ won: recorded, audience: CUSTOMERS - recorded })
    expect(world.decisions()).toHaveLength(recorded)
  })

  it('holds nobody up who finds the page taken: its own message goes on after the claim', async () => {
    const world = aWorld()
    world.state.deaths = 1
    await world.step()
    const [message] = world.queue
    if (!message) throw new Error('the message is gone')
    // As SQS does where the worker died: the same message, before the claim has passed.
    world.queue.splice(0, 1, { ...message, from: world.time.now + 1_000 })
    await untilIdle(world)
    expect(world.launch().state).toBe('done')
    expect(world.totals().funnel).toEqual(half)
  })
})

it('does the work of two messages for one part once', async () => {
  const world = aWorld()
  const [message] = world.queue
  if (message) world.queue.push({ ...message, id: 77 })
  await untilIdle(world)
  expect(world.totals()).toMatchObject({ done: CUSTOMERS, funnel: half })
})

it('does a page again for whose messages there was no place on a queue', async () => {
  const world = aWorld()
  world.engine.failNextEnqueue()
  await untilIdle(world)
  expect(world.launch().state).toBe('done')
  expect(world.totals().funnel).toEqual(half)
  expect(new Set(world.engine.queued.map(({ customerId }) => customerId)).size).toBe(CUSTOMERS / 2)
})

describe('what stops a launch', () => {
  const paused = { ...campaign, status: 'paused' as const }
  const stopped = {
    ...defaultSettings,
    operations: { ...defaultSettings.operations, marketing: 'drain' as const },
  }

  it('a paused campaign refuses nobody, and goes on when it is resumed', async () => {
    const world = aWorld()
    world.state.campaign = paused
    await untilIdle(world, 20)
    expect(world.totals().done).toBe(0)
    world.state.campaign = campaign
    await untilIdle(world)
    expect(world.totals().funnel).toEqual(half)
  })

  it('so do the switches of those who run the engine', async () => {
    const world = aWorld({ settings: stopped })
    await untilIdle(world, 20)
    expect(world.totals().done).toBe(0)
    world.state.settings = defaultSettings
    await untilIdle(world)
    expect(world.totals().funnel).toEqual(half)
  })

  it('a pause half-way is seen before the next page', async () => {
    const world = aWorld()
    let pages = 0
    world.state.onPage = () => {
      pages += 1
      if (pages === 2) world.state.campaign = paused
    }
    await untilIdle(world, 10)
    expect(pages).toBe(2)
    expect(world.totals().done).toBeLessThan(CUSTOMERS)
    expect(world.totals().funnel).not.toHaveProperty('not-live')
  })

  it('looks less and less often while it waits, and resumes within half of the time that it waited', async () => {
    const world = aWorld()
    world.state.campaign = paused
    await untilIdle(world, 60)
    const hours = (world.time.now - Date.parse('2026-06-01T10:00:00Z')) / 3_600_000
    expect(hours).toBeGreaterThan(8)
    expect(world.queue).toHaveLength(1)
  })

  it('a cancellation is final', async () => {
    const world = aWorld()
    world.state.onPage = () => world.change({ state: 'cancelled' })
    await untilIdle(world)
    expect(world.queue).toEqual([])
    expect(world.totals().done).toBeLessThan(CUSTOMERS)
    expect(world.launch().state).toBe('cancelled')
  })

  it('the end of the campaign cancels it, and the audit says so once', async () => {
    const world = aWorld({ parts: 3 })
    world.state.campaign = { ...campaign, status: 'ended' }
    await untilIdle(world)
    expect(world.launch()).toMatchObject({ state: 'cancelled', endedBecause: 'campaign-ended' })
    expect(world.audit).toEqual(['launch-cancelled'])
    expect(world.queue).toEqual([])
  })
})

describe('the pace', () => {
  it.each([
    [10, 1],
    [50, 4],
    [200, 8],
  ])(
    'of %i a second, over %i parts, is kept within a twentieth by all workers, and never passed',
    async (perSecond, parts) => {
      const world = aWorld({ perSecond, parts })
      const start = world.time.now
      await untilIdle(world)
      expect(world.totals().done).toBe(CUSTOMERS)
      const seconds = (Math.max(...world.decidedAt.map(({ at }) => at)) - start) / 1_000
      expect(CUSTOMERS / seconds).toBeGreaterThan(perSecond * 0.95)
      let decided = 0
      for (const { at, customers } of world.decidedAt.toSorted((left, right) => left.at - right.at)) {
        decided += customers
        expect(decided).toBeLessThanOrEqual(perSecond * 1.05 * ((at - start) / 1_000) + 1)
      }
    },
  )
})
