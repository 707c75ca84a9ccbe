import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { campaignAuditSubject } from '#shared/tables/audit.ts'
import { launchesCollection } from '#shared/tables/campaigns.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { onlyCampaigns, putCampaign } from '#test/support/local-cloud/campaigns.ts'
import { type Engine, type Item, startEngine } from '#test/support/local-cloud/engine.ts'

const MINUTE = 60_000

let engine: Engine

const tick = (at: Date): Promise<void> => engine.cloud.tickSchedules(at, 'LaunchCampaignsFunction')

/** Ticks of one minute as EventBridge may deliver them: again, and at the same time. */
const tickRepeatedly = async (at: Date): Promise<void> => {
  await Promise.all([tick(at), tick(at), tick(at)])
  await tick(at)
}

const scheduled = (id: string, timeZone: string, at: string): Campaign =>
  aCampaign({
    id,
    trigger: { schedule: { timeZone, daily: { at } } },
    channels: ['inapp'],
    messages: { en: { inapp: { title: 'Your day', text: 'Good morning' } } },
  })

const launchesOf = async (campaignId: string): Promise<Item[]> =>
  [...(await engine.items('CampaignsTable')).values()].filter(
    ({ collection }) => collection === launchesCollection(campaignId),
  )

const statesOf = async (campaignId: string): Promise<string[]> =>
  (await launchesOf(campaignId)).map(({ at, state, because }) =>
    [String(at).slice(0, 16), state, because].filter(Boolean).join(' '),
  )

/** Ticks around each of these minutes: a minute before, the minute itself repeatedly, and a minute after. */
const tickAround = async (minutes: readonly string[]): Promise<void> => {
  for (const minute of minutes) {
    const at = Date.parse(`${minute}Z`)
    await tick(new Date(at - MINUTE))
    await tickRepeatedly(new Date(at))
    await tick(new Date(at + MINUTE))
    await engine.cloud.settled()
  }
}

const CUSTOMERS = ['C-1', 'C-2']

beforeAll(async () => {
  engine = await startEngine({ visibilityTimeoutSeconds: 10 })
  await onlyCampaigns(engine)
  await engine.publish(
    CUSTOMERS.map((customerId) => ({
      Source: 'bank.core',
      DetailType: 'CustomerProfileChanged',
      Detail: JSON.stringify({
        metadata: { eventId: `P-${customerId}`, occurredAt: '2026-01-01T00:00:00Z', version: 1 },
        data: { customerId, timeZone: 'Europe/Prague', locale: 'en', customerSince: '2015-01-01' },
      }),
    })),
  )
  await engine.cloud.settled()
})

afterAll(() => engine?.stop())

describe('a daily schedule over the change of the clocks', () => {
  it.each([
    // 02:30 does not exist on the 29th: clocks go from 02:00 to 03:00, which is 01:00 in UTC.
    ['prague-spring', 'Europe/Prague', '02:30', ['2026-03-28T01:30', '2026-03-29T01:00', '2026-03-30T00:30']],
    // 02:30 comes twice on the 25th, at 00:30 and 01:30 in UTC: the first one counts.
    ['prague-autumn', 'Europe/Prague', '02:30', ['2026-10-24T00:30', '2026-10-25T00:30', '2026-10-26T01:30']],
    [
      'york-spring',
      'America/New_York',
      '02:30',
      ['2026-03-07T07:30', '2026-03-08T07:00', '2026-03-09T06:30'],
    ],
    [
      'york-autumn',
      'America/New_York',
      '01:30',
      ['2026-10-31T05:30', '2026-11-01T05:30', '2026-11-02T06:30'],
    ],
  ])('%s is launched once a day, however often the tick comes', async (id, timeZone, at, expected) => {
    const campaign = scheduled(id, timeZone, at)
    await putCampaign(engine, campaign)
    const [first = '', ...others] = expected
    // The repeated hour's second pass, too: nothing may come of it.
    const passes = others.map((minute) =>
      new Date(Date.parse(`${minute}Z`) + 60 * MINUTE).toISOString().slice(0, 16),
    )
    await tickAround([first, ...others.flatMap((minute, index) => [minute, passes[index] ?? minute])])
    expect(await statesOf(id)).toEqual(expected.map((minute) => `${minute} done`))
    await putCampaign(engine, { ...campaign, status: 'ended' })

    const decisions = [...(await engine.items('JournalTable')).values()]
      .filter(({ kind }) => kind === 'decision')
      .map((item) => (item.signal as { id: string }).id + item.customerId)
      .filter((signal) => signal.startsWith(`Scheduled:${id}:`))
    expect(decisions.sort()).toEqual(
      expected
        .flatMap((minute) => CUSTOMERS.map((customer) => `Scheduled:${id}:${minute}:00.000Z${customer}`))
        .sort(),
    )
  })
})

describe('a campaign that is paused', () => {
  it('skips what comes meanwhile, says so, and goes on when it is resumed', async () => {
    const campaign = scheduled('paused-one', 'Europe/Prague', '09:00')
    await putCampaign(engine, campaign)
    await tickAround(['2026-12-01T08:00'])
    await putCampaign(engine, { ...campaign, status: 'paused' })
    await tickAround(['2026-12-02T08:00'])
    await putCampaign(engine, campaign)
    await tickAround(['2026-12-03T08:00'])
    expect(await statesOf('paused-one')).toEqual([
      '2026-12-01T08:00 done',
      '2026-12-02T08:00 skipped campaign-paused',
      '2026-12-03T08:00 done',
    ])
    const lines = [...(await engine.items('AuditTable')).values()]
      .filter(({ subject }) => subject === campaignAuditSubject('paused-one'))
      .map(({ action, launchId, because }) => [action, launchId, because].filter(Boolean).join(' '))
    expect(lines.filter((line) => !line.startsWith('launch-done'))).toEqual([
      'launch-planned paused-one.20261201T080000000Z',
      'launch-skipped paused-one.20261202T080000000Z campaign-paused',
      'launch-planned paused-one.20261203T080000000Z',
    ])
    await putCampaign(engine, { ...campaign, status: 'ended' })
  })
})

describe('a minute in which nothing is due', () => {
  const idleUnits = async (campaigns: number, minute: string) => {
    const live = Array.from({ length: campaigns }, (_, index) =>
      scheduled(`idle-${String(index).padStart(3, '0')}`, 'Europe/Prague', '09:00'),
    )
    await onlyCampaigns(engine, ...live)
    // The first tick follows the new schedules.
    await tick(new Date(`${minute}:00Z`))
    const before = engine.cloud.metrics()
    await tick(new Date(`${minute}:30Z`))
    const after = engine.cloud.metrics()
    const spent = (name: string): number => (after[name] ?? 0) - (before[name] ?? 0)
    return { read: spent('ReadUnits'), written: spent('WriteUnits') }
  }

  it('writes nothing, and reads the campaigns, their schedules and three empty places of the index', async () => {
    const one = await idleUnits(1, '2026-12-10T00:00')
    const fifty = await idleUnits(50, '2026-12-10T00:05')
    expect([one.written, fifty.written]).toEqual([0, 0])
    // Each consistent query is one unit for 4 KB, each query of the index half a unit.
    expect(one.read).toBe(3.5)
    expect(fifty.read).toBeLessThanOrEqual(15)
  })
})
