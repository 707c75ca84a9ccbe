import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { liveItem, settingsItem } from '#shared/adapters/dynamodb/campaign-items.ts'
import { createCustomerPages } from '#shared/adapters/dynamodb/customer-pages.ts'
import { createLaunchEnds } from '#shared/adapters/dynamodb/launch-ends.ts'
import { launchItem } from '#shared/adapters/dynamodb/launch-items.ts'
import { createLaunchLine } from '#shared/adapters/dynamodb/launch-line.ts'
import { createLaunchParts } from '#shared/adapters/dynamodb/launch-parts.ts'
import { createLaunchReader } from '#shared/adapters/dynamodb/launch-reader.ts'
import { createLaunchWatch } from '#shared/adapters/dynamodb/launch-watch.ts'
import { type Launch, plannedLaunch } from '#shared/domain/launch/launch.ts'
import { advanced, newPart, type ScanCursor, totalsOf } from '#shared/domain/launch/launch-part.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { cardItem, PROFILE_ITEM } from '#shared/tables/customers.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { startTables, type Tables } from '#test/support/local-cloud/tables.ts'

let tables: Tables
let options: { documentClient: Tables['documentClient']; campaignsTable: string; auditTable: string }

beforeAll(async () => {
  tables = await startTables()
  const { documentClient, name } = tables
  options = { documentClient, campaignsTable: name('CampaignsTable'), auditTable: name('AuditTable') }
}, 60_000)
afterAll(() => tables.stop())

const put = (output: string, Item: object) =>
  tables.documentClient.send(new PutCommand({ TableName: tables.name(output), Item: { ...Item } }))

const at = new Date('2026-06-01T10:00:00.000Z')

const aLaunch = (campaignId: string, changes: Partial<Launch> = {}): Launch => ({
  ...plannedLaunch({ campaignId, version: 1, at, startedBy: 'test', plannedAt: at }),
  state: 'running',
  parts: 2,
  ...changes,
})

const page = (customers: number, next: ScanCursor | undefined) => ({
  funnel: { won: customers },
  next,
  readUnits: 0.5,
  activeMs: 10,
  at,
})

describe('the parts of a launch', () => {
  const cursor = { customerId: 'C9', item: PROFILE_ITEM }

  it('go on page by page, each claimed by one', async () => {
    const parts = createLaunchParts(options.documentClient, options.campaignsTable)
    const first = await parts.part('L1', 7)
    expect(first).toEqual(newPart(7))
    const claim = { by: 'A', until: 1_000 }
    expect(await parts.claim('L1', first, claim, 0)).toEqual({ kind: 'claimed', again: false })
    expect(await parts.claim('L1', first, { by: 'B', until: 2_000 }, 999)).toEqual({ kind: 'taken', claim })
    const second = advanced(first, page(3, cursor))
    expect(await parts.advance('L1', second, claim)).toBe(true)
    expect(await parts.part('L1', 7)).toEqual(second)
    // Whoever still has the page before knows so.
    expect(await parts.claim('L1', first, { by: 'B', until: 3_000 }, 2_000)).toEqual({ kind: 'moved' })
    expect(await parts.claim('L1', second, { by: 'B', until: 3_000 }, 2_000)).toMatchObject({ again: false })
  })

  it('tell that a claim has passed, and take nothing from who had it', async () => {
    const parts = createLaunchParts(options.documentClient, options.campaignsTable)
    const first = newPart(0)
    const dead = { by: 'A', until: 1_000 }
    const heir = { by: 'B', until: 3_000 }
    await parts.claim('L2', first, dead, 0)
    expect(await parts.claim('L2', first, heir, 1_001)).toEqual({ kind: 'claimed', again: true })
    expect(await parts.advance('L2', advanced(first, page(5, cursor)), dead)).toBe(false)
    expect(await parts.advance('L2', advanced(first, page(4, undefined)), heir)).toBe(true)
    expect(await parts.claim('L2', first, dead, 9_000)).toEqual({ kind: 'moved' })
    expect(totalsOf(await parts.parts('L2', true))).toEqual({
      done: 4,
      partsDone: 1,
      funnel: { won: 4 },
      readUnits: 0.5,
    })
  })

  it('are claimed by one of many who want the same page', async () => {
    const parts = createLaunchParts(options.documentClient, options.campaignsTable)
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, worker) =>
        parts.claim('L3', newPart(1), { by: `W${worker}`, until: 5_000 }, 0),
      ),
    )
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['claimed', ...Array(7).fill('taken')])
  })
})

it('a line gives each page slots of its own, one after the other', async () => {
  const now = () => 1_000_000
  const lines = Array.from({ length: 4 }, () => createLaunchLine({ ...options, now }))
  const turns: number[] = []
  for (const line of [...lines, ...lines]) turns.push(await line.reserve('L4', 50, 100))
  expect(turns).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((page) => 1_000_000 + 500 * page))
})

it('pages of all parts have every profile once, and no calendar item', async () => {
  const ids = Array.from({ length: 57 }, (_, index) => `P${index}`)
  for (const customerId of ids) {
    await put('CustomersTable', { customerId, item: PROFILE_ITEM })
    await put('CustomersTable', { customerId, item: cardItem('K') })
  }
  await put('CustomersTable', { customerId: 'SPOILT', item: PROFILE_ITEM, birthDate: 'x' })
  const pages = createCustomerPages(tables.documentClient, tables.name('CustomersTable'))
  const seen: string[] = []
  const unreadable: string[] = []
  let units = 0
  for (let part = 0; part < 3; part++) {
    let cursor: ScanCursor | undefined
    do {
      const found = await pages.page({ part, parts: 3, cursor, limit: 10 })
      seen.push(...found.profiles.map(({ customerId }) => customerId))
      unreadable.push(...found.unreadable)
      units += found.readUnits
      cursor = found.next
    } while (cursor)
  }
  expect(seen.sort()).toEqual(ids.sort())
  expect(unreadable).toEqual(['SPOILT'])
  expect(units).toBeGreaterThan(0)
})

describe('a launch', () => {
  it('is seen with its campaign, the settings and its line', async () => {
    const campaign = aCampaign({ id: 'seen', trigger: { schedule: { cron: '0 9 * * *', timeZone: 'UTC' } } })
    const launch = aLaunch('seen')
    for (const item of [liveItem(campaign), settingsItem(defaultSettings), launchItem(launch)])
      await put('CampaignsTable', item)
    const watch = createLaunchWatch({ ...options, keptMs: 0, now: () => 0 })
    const view = await watch.look(launch.launchId)
    expect(view).toMatchObject({ launch, campaigns: [campaign], settings: defaultSettings })
    // The same list, so that it is compiled once.
    expect((await watch.look(launch.launchId))?.campaigns).toBe(view?.campaigns)
    expect(await watch.look('nothing.20260101T000000000Z')).toBeUndefined()
    expect(await watch.look('no launch')).toBeUndefined()
  })

  it('ends once, leaves the index, and the audit table says so once', async () => {
    const launch = aLaunch('ends')
    await put('CampaignsTable', launchItem({ ...launch, due: at.toISOString() }))
    const ends = createLaunchEnds(options)
    const totals = { done: 5, partsDone: 2, funnel: { won: 2, audience: 3 }, readUnits: 1.5 }
    const later = new Date(at.getTime() + 60_000)
    const outcomes = await Promise.all(
      Array.from({ length: 4 }, (_, tenth) => ends.finish(launch, totals, new Date(later.getTime() + tenth))),
    )
    expect(outcomes.filter(Boolean)).toHaveLength(1)
    const why = { reason: 'by-request', userId: 'u', name: 'n', groups: [], requestId: 'r' } as const
    expect(await ends.cancel(launch, why, later)).toBe(false)
    const reader = createLaunchReader(options.documentClient, options.campaignsTable)
    const found = await reader.launch(launch.launchId)
    expect(found).toMatchObject({ state: 'done', totals })
    expect(found).not.toHaveProperty('due')
    expect((await tables.itemsOf('AuditTable', 'campaign#ends')).map(({ action }) => action)).toEqual([
      'launch-done',
    ])
  })

  it('is listed with the others of its campaign, the newest first', async () => {
    for (let day = 1; day <= 5; day++) {
      const occurrence = new Date(Date.UTC(2026, 5, day))
      const plan = { campaignId: 'listed', version: 1, at: occurrence, startedBy: 'schedule', plannedAt: at }
      await put('CampaignsTable', launchItem(plannedLaunch(plan)))
    }
    const reader = createLaunchReader(options.documentClient, options.campaignsTable)
    const first = await reader.launches('listed', { limit: 3 })
    const second = await reader.launches('listed', { limit: 3, ...(first.next && { after: first.next }) })
    expect([...first.items, ...second.items].map((launch) => launch.at.slice(8, 10))).toEqual([
      '05',
      '04',
      '03',
      '02',
      '01',
    ])
    expect(second.next).toBeUndefined()
  })
})
