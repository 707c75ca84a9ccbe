import { describe, expect, it } from 'vitest'
import { unknownProfile } from '#shared/domain/profile/customer-profile.ts'
import { defaultSettings, type Settings } from '#shared/domain/settings.ts'
import type { CustomerPages } from '#shared/ports/customer-pages.ts'
import { sampleReach } from '#shared/use-cases/reach/sample-reach.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { anOffer, aProfile } from '#test/support/builders/subjects.ts'

const now = new Date('2026-06-01T10:00:00Z')

interface World {
  /** Milliseconds that reading one page takes. */
  readonly slow?: number
  readonly items?: number
  readonly settings?: Partial<Settings>
}

/** Parts of 500 customers each, of whom one in five is not known; a clock that reading moves. */
const world = ({ slow = 1, items = 1_000_000, settings = {} }: World = {}) => {
  const read: number[] = []
  let clock = 0
  const pages: CustomerPages = {
    page: async ({ part }) => {
      clock += slow
      read.push(part)
      const profiles = Array.from({ length: 500 }, (_, index) => {
        const customerId = `C${part}-${index}`
        return index % 5 === 0 ? unknownProfile(customerId) : { ...aProfile(), customerId }
      })
      return { profiles, unreadable: [], next: undefined, readUnits: 31 }
    },
  }
  const sample = (campaign = aCampaign({ channels: ['email'] }), seed = 1) =>
    sampleReach(
      {
        pages,
        customerItems: async () => items,
        settingsStore: { read: async () => ({ settings: { ...defaultSettings, ...settings }, tag: '' }) },
        wallClock: () => clock,
      },
      campaign,
      { now, seed },
    )
  return { sample, read, elapsed: () => clock }
}

describe('a sample', () => {
  it('of a large table is some thousand customers, whatever the table’s size', async () => {
    for (const items of [1_000_000, 11_000_000]) {
      const { sample, read } = world({ items })
      const report = await sample()
      expect(report.sample.customers).toBeGreaterThanOrEqual(5_000)
      expect(report.sample.customers).toBeLessThan(10_000)
      expect(new Set(read).size).toBe(read.length)
      expect(report.customers.estimate).toBe(items)
      expect(report.sample.readUnits).toBe(31 * read.length)
    }
  })

  it('has the same parts for the same seed, and others for another', async () => {
    const partsOf = async (seed: number) => {
      const { sample, read } = world()
      await sample(undefined, seed)
      return [...read].sort()
    }
    expect(await partsOf(1)).toEqual(await partsOf(1))
    expect(await partsOf(1)).not.toEqual(await partsOf(2))
  })

  it('ends in time where reading is slow, and says how little it stands on', async () => {
    for (const slow of [100, 300, 800, 1_400, 1_700, 2_400]) {
      const { sample, elapsed } = world({ slow })
      const report = await sample()
      expect(elapsed()).toBeLessThan(3_000)
      expect(report.sample.customers).toBeLessThan(10_000)
      if (slow >= 800) expect(report.reached.share.high - report.reached.share.low).toBeGreaterThan(0.03)
    }
  })

  it('of which nothing could be read in time is refused', async () => {
    await expect(
      sampleReach(
        {
          pages: { page: async () => ({ profiles: [], unreadable: [], next: undefined, readUnits: 0 }) },
          customerItems: async () => 1_000,
          settingsStore: { read: async () => ({ settings: defaultSettings, tag: '' }) },
          wallClock: (() => {
            let calls = 0
            return () => (calls++ === 0 ? 0 : 9_000)
          })(),
        },
        aCampaign(),
        { now, seed: 1 },
      ),
    ).rejects.toMatchObject({ code: 'too-slow' })
  })
})

describe('what is estimated', () => {
  it('is what the engine would decide, by gate', async () => {
    const { sample } = world()
    const report = await sample()
    expect(report.reached.share.estimate).toBeCloseTo(0.8)
    expect(report.gates).toMatchObject([{ reason: 'customer-unknown', share: { estimate: 0.2 } }])
    expect(report.channels).toMatchObject([{ channel: 'email', share: { estimate: 0.8 } }])
  })

  it.each([
    ['paused', aCampaign({ channels: ['email'], status: 'paused' }), {}],
    ['not yet valid', aCampaign({ channels: ['email'], validFrom: '2026-09-01T00:00:00Z' }), {}],
    [
      'stopped by operators',
      aCampaign({ channels: ['email'] }),
      { operations: { marketing: 'stop', service: 'stop' } } as const,
    ],
  ])('as if the campaign spoke, also where it is %s', async (_, campaign, settings) => {
    const { sample } = world({ settings })
    expect((await sample(campaign)).reached.share.estimate).toBeCloseTo(0.8)
  })

  it('is whom it could reach in a moment that suits, and says so', async () => {
    const { sample } = world()
    const audience = {
      all: [
        { field: 'signal.daysLeft', op: 'lt', value: 3 },
        { field: 'customer.age', op: 'gte', value: 18 },
      ],
    } as const
    const campaign = aCampaign({
      channels: ['email'],
      trigger: {
        signals: [{ type: 'CardExpiring', where: { field: 'card.product', op: 'eq', value: 'gold' } }],
      },
      audience: { all: [...audience.all] },
    })
    const report = await sample(campaign)
    expect(report).toMatchObject({ signal: 'CardExpiring' })
    expect(report.reached.share.estimate).toBeCloseTo(0.8)
    expect(report.assumptions.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['moment-comes', 'moment-suits']),
    )
  })

  it('knows which gates a signal brings with it', async () => {
    const { sample } = world()
    const credit = anOffer({
      channels: ['email'],
      product: { code: 'LOAN', kind: 'credit' },
      trigger: { signals: [{ type: 'LowBalance' }] },
    })
    const report = await sample(credit)
    expect(report.reached.share.estimate).toBe(0)
    expect(report.gates.map(({ reason }) => reason)).toContain('distress')
  })

  it('tells of messages that wait for the customers’ hours', async () => {
    const { sample } = world({ settings: { marketingHours: { from: 20, to: 21 } } })
    const report = await sample(anOffer({ channels: ['email'], expiresAfterHours: 48 }))
    expect(report.held).toEqual(report.reached)
    expect(report.reached.share.estimate).toBeCloseTo(0.8)
  })
})
