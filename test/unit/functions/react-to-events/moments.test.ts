import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reactToEvents } from '#functions/react-to-events/react-to-events.ts'
import type { SignalType } from '#shared/domain/vocabulary.ts'
import { envelope, profileChanged, transaction } from '#test/support/builders/bank-events.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { createEngineWorld, queueRecords } from '#test/support/fakes/engine-world.ts'

type World = ReturnType<typeof createEngineWorld>

const about = (...types: Exclude<SignalType, 'Scheduled'>[]) =>
  aCampaign({ id: types.join('-').toLowerCase(), trigger: { signals: types.map((type) => ({ type })) } })
const react = (world: World, ...events: readonly object[]) =>
  reactToEvents(queueRecords(...events), world.dependencies)
const signalsOf = (world: World) => world.decisions().map(({ signal }) => signal)

describe('signals that are raised only while somebody listens', () => {
  const loan = envelope('AccountChanged', {
    customerId: 'C1',
    accountId: 'A-C1',
    kind: 'loan',
    currency: 'CZK',
  })
  const since = { customerSince: '2026-05-20' }
  const assets = (minorUnits: number, occurredAt: string) =>
    profileChanged('C1', { financialAssets: { minorUnits, currency: 'CZK' } }, { occurredAt })
  const cases: [Exclude<SignalType, 'Scheduled'>, object[]][] = [
    ['SalaryArrived', [profileChanged('C1'), transaction('C1', 300_000, 900_000, {}, { kind: 'salary' })]],
    ['LoanNearlyRepaid', [profileChanged('C1'), loan, transaction('C1', 200_000, -900_000)]],
    ['NewCustomer', [profileChanged('C1', since)]],
    ['AssetTierRaised', [assets(0, '2026-05-01T00:00:00Z'), assets(10_000_000, '2026-05-02T00:00:00Z')]],
  ]
  it.each(cases)('%s', async (type, events) => {
    const heard = createEngineWorld({ campaigns: [about(type)] })
    const unheard = createEngineWorld({ campaigns: [about('Birthday')] })
    for (const event of events) {
      await react(heard, event)
      await react(unheard, event)
    }
    expect(signalsOf(heard).map((signal) => signal.type)).toEqual([type])
    expect(signalsOf(unheard)).toEqual([])
    expect(unheard.customers).toEqual(heard.customers)
  })

  it('are quiet events where nobody does', async () => {
    const world = createEngineWorld()
    const { tally } = await react(world, transaction('C1', 300_000, 900_000, {}, { kind: 'salary' }))
    expect(tally.get('EventsQuiet')).toBe(1)
    expect(tally.get('QuietWriteUnits')).toBe(1)
  })

  it('are not the old ones: what is recorded without a campaign stays recorded', async () => {
    const world = createEngineWorld()
    await react(world, profileChanged('C1'), transaction('C1', -60_000, 50_000))
    expect(world.decisions()).toMatchObject([{ result: 'no-campaign', signal: { type: 'LowBalance' } }])
  })
})

describe('a new customer', () => {
  it('is one, however many events of the first weeks say so', async () => {
    const world = createEngineWorld({ campaigns: [about('NewCustomer')] })
    for (const day of ['05-20', '05-21', '06-19'])
      await react(
        world,
        profileChanged('C1', { customerSince: '2026-05-20' }, { occurredAt: `2026-${day}T09:00:00Z` }),
      )
    expect(signalsOf(world)).toMatchObject([{ id: 'NewCustomer:2026-05-20' }])
  })
})

describe('low balances are remembered', () => {
  const low = (eventId: string, occurredAt: string) =>
    transaction('C1', -60_000, 50_000, { eventId, occurredAt })
  const detected = envelope(
    'LowBalanceDetected',
    { customerId: 'C1', accountId: 'A1', balance: { minorUnits: 5, currency: 'CZK' } },
    { occurredAt: '2026-06-03T01:00:00+02:00' },
  )

  it('by the date of the newest, found by us or by the bank', async () => {
    const world = createEngineWorld()
    await react(world, profileChanged('C1'), low('E1', '2026-05-01T12:00:00Z'))
    expect(world.customers.get('C1')).toMatchObject({ lowBalance: { x: '2026-05-01' } })
    await react(world, detected)
    await react(world, low('E2', '2026-05-20T12:00:00Z'))
    expect(world.customers.get('C1')).toMatchObject({ lowBalance: { x: '2026-06-02' } })
  })

  it('before they are decided themselves', async () => {
    const world = createEngineWorld()
    const stored: unknown[] = []
    const { record } = world.dependencies.recorder
    const recorder = {
      record: (...args: Parameters<typeof record>) => {
        stored.push(world.customers.get('C1')?.lowBalance)
        return record(...args)
      },
    }
    await reactToEvents(queueRecords(profileChanged('C1'), low('E1', '2026-05-01T12:00:00Z')), {
      ...world.dependencies,
      recorder,
    })
    expect(stored).toMatchObject([{ x: '2026-05-01' }])
  })

  it('without making a customer known whom the bank has not told us of', async () => {
    const world = createEngineWorld({ campaigns: [about('LowBalance')] })
    await react(world, low('E1', '2026-05-01T12:00:00Z'))
    await react(world, low('E2', '2026-05-02T12:00:00Z'))
    expect(world.decisions().map(({ result }) => result)).toEqual(['customer-unknown', 'customer-unknown'])
  })
})

describe('the asset tier', () => {
  /** Bounds of the default settings: wealth from 10,000,000, private above 500,000,000. */
  const assets = (day: number, minorUnits: number, currency = 'CZK') =>
    profileChanged(
      'C1',
      { financialAssets: { minorUnits, currency } },
      { eventId: `P${day}`, occurredAt: `2026-05-0${day}T12:00:00Z` },
    )
  const [mass, wealth, rich] = [9_999_999, 10_000_000, 500_000_001]
  const world = () => createEngineWorld({ campaigns: [about('AssetTierRaised')] })
  const raises = (engine: World) =>
    signalsOf(engine).map(({ id, data }) => `${id.replace('AssetTierRaised:', '')} from ${data.previousTier}`)

  it('is raised from the tier that was last acted on, and only upwards', async () => {
    const engine = world()
    for (const event of [
      assets(1, mass),
      assets(2, wealth),
      assets(3, mass),
      assets(4, rich),
      assets(5, rich),
    ])
      await react(engine, event)
    expect(raises(engine)).toEqual(['wealth:2026-05-02 from mass', 'private:2026-05-04 from mass'])
    expect(engine.customers.get('C1')).toMatchObject({ tier: { x: 'private' } })
  })

  it('is raised by the newest assets of a batch alone', async () => {
    const engine = world()
    await react(engine, assets(1, mass))
    await react(engine, assets(3, wealth), assets(2, rich))
    expect(raises(engine)).toEqual(['wealth:2026-05-03 from mass'])
  })

  it('counts its write among those of quiet events, where nothing is raised', async () => {
    const engine = world()
    const first = await react(engine, assets(1, mass))
    const second = await react(engine, assets(2, mass))
    const [more = 0, less = 0] = [first, second].map(({ tally }) => tally.get('QuietWriteUnits'))
    expect(more - less).toBe(1)
  })

  it('is kept silently when it is the first, or falls', async () => {
    const engine = world()
    await react(engine, assets(1, rich))
    await react(engine, assets(2, wealth))
    expect(signalsOf(engine)).toEqual([])
    expect(engine.customers.get('C1')).toMatchObject({ tier: { x: 'wealth' } })
  })

  it('is forgotten when the assets are told in a currency without bounds', async () => {
    const engine = world()
    await react(engine, assets(1, mass))
    await react(engine, assets(2, rich, 'JPY'))
    expect(engine.customers.get('C1')).not.toHaveProperty('tier')
  })

  it('costs no write while it stays', async () => {
    const engine = world()
    await react(engine, assets(1, mass))
    const keepTier = () => Promise.reject(new Error('kept again'))
    const profiles = { ...engine.dependencies.profiles, keepTier }
    const { failedMessageIds } = await reactToEvents(queueRecords(assets(2, mass - 1)), {
      ...engine.dependencies,
      profiles,
    })
    expect(failedMessageIds).toEqual([])
  })

  it('is raised once, though the run died between decision and tier, and other assets came first', async () => {
    const engine = world()
    await react(engine, assets(1, mass))
    const profiles = {
      ...engine.dependencies.profiles,
      keepTier: () => Promise.reject(new Error('died')),
    }
    const died = await reactToEvents(queueRecords(assets(2, wealth)), { ...engine.dependencies, profiles })
    expect(died.failedMessageIds).toEqual(['message-0'])
    const sameDay = profileChanged(
      'C1',
      { financialAssets: { minorUnits: wealth + 1, currency: 'CZK' } },
      { occurredAt: '2026-05-02T12:00:01Z' },
    )
    await react(engine, sameDay)
    await react(engine, assets(2, wealth))
    expect(raises(engine)).toEqual(['wealth:2026-05-02 from mass'])
    expect(engine.customers.get('C1')).toMatchObject({ tier: { x: 'wealth' } })
  })

  it('ends where the newest assets are, in every order and with every repetition', async () => {
    const events = [
      assets(1, mass),
      assets(2, wealth),
      assets(3, rich, 'JPY'),
      assets(4, rich),
      assets(5, wealth),
    ]
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }),
        fc.integer({ min: 1, max: 4 }),
        async (order, size) => {
          const engine = world()
          for (let start = 0; start < order.length; start += size)
            await react(engine, ...order.slice(start, start + size))
          expect(engine.customers.get('C1')).toMatchObject({ tier: { x: 'wealth' } })
        },
      ),
      { numRuns: 100 },
    )
  })
})
