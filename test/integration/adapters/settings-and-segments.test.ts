import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditRoutes } from '#functions/api/routes/audit.ts'
import { resultsRoutes } from '#functions/api/routes/results.ts'
import { segmentRoutes } from '#functions/api/routes/segments.ts'
import { settingsRoutes } from '#functions/api/routes/settings.ts'
import { createAuditReader } from '#shared/adapters/dynamodb/audit-reader.ts'
import { createCampaignDrafts } from '#shared/adapters/dynamodb/campaign-drafts.ts'
import { settingsItem } from '#shared/adapters/dynamodb/campaign-items.ts'
import { createCampaignVersions } from '#shared/adapters/dynamodb/campaign-versions.ts'
import { createOperationsSwitch } from '#shared/adapters/dynamodb/operations-switch.ts'
import { createResultsReader } from '#shared/adapters/dynamodb/results-reader.ts'
import { createSegmentStore } from '#shared/adapters/dynamodb/segment-store.ts'
import { parseSettingsItem } from '#shared/adapters/dynamodb/settings-reader.ts'
import { createSettingsStore } from '#shared/adapters/dynamodb/settings-store.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { type ApiClient, apiClient } from '#test/support/api/api-client.ts'
import { startTables, type Tables } from '#test/support/local-cloud/tables.ts'

let tables: Tables
let client: ApiClient
let at = Date.parse('2027-01-15T10:00:00Z')
/** Each request a second after the one before. */
const tick = (): Date => {
  at += 1000
  return new Date(at)
}

const adminAndAll = ['admin', 'marketer', 'compliance'] as const

beforeAll(async () => {
  tables = await startTables()
  const names = {
    documentClient: tables.documentClient,
    campaignsTable: tables.name('CampaignsTable'),
    auditTable: tables.name('AuditTable'),
  }
  client = apiClient({
    routes: [...settingsRoutes, ...segmentRoutes, ...auditRoutes, ...resultsRoutes],
    dependencies: {
      settingsStore: createSettingsStore(names),
      segments: createSegmentStore(names),
      auditReader: createAuditReader(names.documentClient, names.auditTable),
      results: createResultsReader(names.documentClient, names.campaignsTable),
      drafts: createCampaignDrafts(names),
      versions: createCampaignVersions(names),
    },
    caller: { userId: 'u-ada', name: 'ada', groups: adminAndAll },
    now: tick,
  })
  await seed({})
})
afterAll(() => tables.stop())

const seed = (changes: object) =>
  tables.documentClient.send(
    new PutCommand({
      TableName: tables.name('CampaignsTable'),
      Item: { ...settingsItem(defaultSettings), ...changes },
    }),
  )
const read = async () => {
  const { body, headers } = await client.get('/v1/settings')
  return { settings: body, etag: headers.get('etag') ?? '' }
}
const put = (body: unknown, etag: string) =>
  client.put('/v1/settings', { body, headers: { 'if-match': etag } })

describe('settings', () => {
  it('are changed as they were read, and functions can still read them', async () => {
    const { settings, etag } = await read()
    const wanted = { ...settings, seniorAge: 70 }
    const changed = await put(wanted, etag)
    expect(changed).toMatchObject({ status: 200, body: wanted })
    expect(changed.headers.get('etag')).not.toBe(etag)
    const [item = {}] = await tables.itemsOf('CampaignsTable', 'settings')
    expect(parseSettingsItem(item)).toEqual(wanted)
  })

  it('tell in the audit table who changed what from what to what', async () => {
    const { settings, etag } = await read()
    await put(
      { ...settings, distressDays: 60, operations: { ...settings.operations, marketing: 'drain' } },
      etag,
    )
    const { body } = await client.get('/v1/audit/settings%23engine?limit=1')
    expect(body.items).toMatchObject([
      {
        action: 'settings-changed',
        by: 'u-ada',
        name: 'ada',
        groups: adminAndAll,
        details: { changes: ['distressDays: 30 → 60', 'operations.marketing: "on" → "drain"'] },
      },
    ])
  })

  it('are not changed over a switch that an operator has moved by command meanwhile', async () => {
    const { settings, etag } = await read()
    const operate = createOperationsSwitch({
      documentClient: tables.documentClient,
      campaignsTable: tables.name('CampaignsTable'),
      auditTable: tables.name('AuditTable'),
    })
    const before = await operate.read()
    await operate.move(
      before,
      { ...before, marketing: 'stop' },
      { by: 'op', because: 'a test', at: new Date(at) },
    )
    expect(await put({ ...settings, seniorAge: 66 }, etag)).toMatchObject({
      status: 412,
      body: { code: 'settings-changed' },
    })
    expect((await read()).settings.operations.marketing).toBe('stop')
  })

  it('of two changes at once one is made and the other refused', async () => {
    const { settings, etag } = await read()
    const answers = await Promise.all([60, 61].map((seniorAge) => put({ ...settings, seniorAge }, etag)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412])
    const winner = answers.find(({ status }) => status === 200)
    expect((await read()).settings).toEqual(winner?.body)
  })

  it('that an earlier release wrote are read with what came later, and changed', async () => {
    await seed({ caps: undefined })
    const { operations: _, ...older } = settingsItem(defaultSettings)
    await tables.documentClient.send(
      new PutCommand({ TableName: tables.name('CampaignsTable'), Item: older }),
    )
    const { settings, etag } = await read()
    expect(settings.operations).toEqual(defaultSettings.operations)
    expect(await put({ ...settings, seniorAge: 68 }, etag)).toMatchObject({ status: 200 })
  })

  it.each([
    ['bank.name', { bank: { ...defaultSettings.bank, name: 5 } }],
    ['caps.marketing.perDay', { caps: { marketing: { perDay: 0, perWeek: 3 } } }],
    ['caps.marketing', { caps: { marketing: { perDay: 4, perWeek: 3 } } }],
    ['operations.marketing', { operations: { marketing: 'off', service: 'on' } }],
    ['revision', { revision: 3 }],
  ])('with a wrong %s are refused with its path', async (path, changes) => {
    const { settings, etag } = await read()
    const { status, body } = await put({ ...settings, ...changes }, etag)
    expect(status).toBe(400)
    expect(body.problems).toMatchObject([{ path }])
    expect((await read()).etag).toBe(etag)
  })

  it('that break a rule of their own are told which', async () => {
    const { settings, etag } = await read()
    const { body } = await put({ ...settings, marketingHours: { from: 21, to: 8 } }, etag)
    expect(body.problems).toEqual([
      { path: 'marketingHours', code: 'wrong', message: 'must begin before they end, on one day' },
    ])
  })

  it('that are written as they are change nothing, and leave no line', async () => {
    const lines = async () => (await tables.itemsOf('AuditTable', 'settings#engine')).length
    const { settings, etag } = await read()
    const before = await lines()
    const { status, headers } = await put(settings, etag)
    expect([status, headers.get('etag'), await lines()]).toEqual([200, etag, before])
  })
})

describe('segments in the table', () => {
  it('are created once, changed once for each revision, and deleted', async () => {
    const body = {
      segmentId: 'seniors',
      name: 'Seniors',
      condition: { field: 'customer.age', op: 'gte', value: 65 },
    }
    const made = await Promise.all([1, 2].map(() => client.post('/v1/segments', { body })))
    expect(made.map(({ status }) => status).sort()).toEqual([201, 409])
    const { headers } = await client.get('/v1/segments/seniors')
    const change = (name: string) =>
      client.put('/v1/segments/seniors', {
        body: { name, condition: body.condition },
        headers: { 'if-match': headers.get('etag') ?? '' },
      })
    const changes = await Promise.all([change('One'), change('Two')])
    expect(changes.map(({ status }) => status).sort()).toEqual([200, 412])
    const now = await client.get('/v1/segments/seniors')
    const gone = await client.delete('/v1/segments/seniors', {
      headers: { 'if-match': now.headers.get('etag') ?? '' },
    })
    expect(gone.status).toBe(204)
    expect((await client.get('/v1/segments')).body.items).toEqual([])
    const { body: audit } = await client.get('/v1/audit/segment%23seniors')
    expect(audit.items.map(({ action }: { action: string }) => action)).toEqual([
      'segment-deleted',
      'segment-changed',
      'segment-created',
    ])
  })
})

describe('the audit trail', () => {
  it('is read page by page, the newest first, each line once, between two instants', async () => {
    const all = await client.get('/v1/audit/segment%23seniors')
    const lines: unknown[] = []
    let cursor = ''
    do {
      const { body } = await client.get(`/v1/audit/segment%23seniors?limit=1${cursor}`)
      lines.push(...body.items)
      cursor = body.next === undefined ? '' : `&cursor=${body.next}`
    } while (cursor !== '')
    expect(lines).toEqual(all.body.items)
    const [, middle, oldest] = all.body.items
    const between = await client.get(`/v1/audit/segment%23seniors?from=${oldest.at}&to=${middle.at}`)
    expect(between.body.items).toEqual([oldest])
  })

  it('is nobody’s but compliance’s', async () => {
    const { status } = await client.get('/v1/audit/segment%23seniors', {
      as: { groups: ['admin', 'marketer'] },
    })
    expect(status).toBe(403)
  })
})

describe('results', () => {
  it('are of campaigns that there are', async () => {
    expect(await client.get('/v1/campaigns/no-such/results')).toMatchObject({
      status: 404,
      body: { code: 'no-such-campaign' },
    })
  })
})
