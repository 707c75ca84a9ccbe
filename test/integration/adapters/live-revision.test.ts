import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seed } from '#infra/seed/seed.ts'
import { createCampaignPauses } from '#shared/adapters/dynamodb/campaign-pauses.ts'
import { createCampaignStore } from '#shared/adapters/dynamodb/campaign-store.ts'
import { createLiveCampaigns } from '#shared/adapters/dynamodb/live-campaigns.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { startTables, type Tables } from '#test/support/local-cloud/tables.ts'

let tables: Tables
beforeAll(async () => {
  tables = await startTables()
})
afterAll(() => tables?.stop())

const KEPT_MS = 30_000
const NOW = new Date('2027-01-15T10:00:00.000Z')
let lines = 0
const audit = (campaignId: string) => ({
  subject: `campaign#${campaignId}`,
  action: 'paused' as const,
  at: new Date(NOW.getTime() + ++lines),
  caller: { userId: 'u1', name: 'jana', groups: [] },
  requestId: `r${lines}`,
  details: {},
})

/** The table as writers and as a function see it that has been up for long and keeps what it reads. */
const world = () => {
  const { documentClient, name } = tables
  const both = { documentClient, campaignsTable: name('CampaignsTable'), auditTable: name('AuditTable') }
  const time = { now: 0 }
  const store = createCampaignStore({
    documentClient,
    tableName: both.campaignsTable,
    cacheMs: KEPT_MS,
    now: () => time.now,
    onUnusable: () => {},
  })
  return {
    seeded: (...campaigns: Campaign[]) => seed({ ...both, now: NOW }, campaigns, defaultSettings),
    live: createLiveCampaigns(both),
    pauses: createCampaignPauses(both),
    /** What the function knows of a campaign at its next look. */
    seen: async (campaignId: string) => {
      time.now += KEPT_MS
      return (await store.liveCampaigns()).find(({ id }) => id === campaignId)
    },
  }
}

describe('who keeps all live campaigns in memory', () => {
  it('sees at the next look whatever was changed, whoever changed it', async () => {
    const { seeded, live, pauses, seen } = world()
    const one = aCampaign({ id: 'one' })
    await seeded(one)
    expect(await seen('one')).toMatchObject({ status: 'live' })
    expect(await live.move(one, 'paused', audit('one'))).toBe(true)
    const paused = await seen('one')
    expect(paused).toMatchObject({ status: 'paused' })
    await live.move({ ...one, status: 'paused' }, 'live', audit('one'))
    expect(await seen('one')).toMatchObject({ status: 'live' })
    await live.goLive(aCampaign({ id: 'one', version: 2 }), one, audit('one'))
    expect(await seen('one')).toMatchObject({ version: 2 })
    await pauses.pauseForComplaints({
      campaignId: 'one',
      campaignVersion: 2,
      channel: 'email',
      counts: { delivered: 1_000, complained: 3 },
      at: NOW,
    })
    expect(await seen('one')).toMatchObject({ status: 'paused', pausedBecause: 'paused-complaints' })
    await seeded(one, aCampaign({ id: 'two' }))
    expect(await seen('two')).toMatchObject({ status: 'live' })
  })

  it('keeps the same list while a write is refused', async () => {
    const { seeded, live, seen } = world()
    const kept = aCampaign({ id: 'kept' })
    await seeded(kept)
    const before = await seen('kept')
    expect(await live.move({ ...kept, version: 7 }, 'paused', audit('kept'))).toBe(false)
    expect(await seen('kept')).toBe(before)
  })
})
