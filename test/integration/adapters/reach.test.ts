import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { BatchWriteCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reachRoutes } from '#functions/api/routes/reach.ts'
import { segmentRoutes } from '#functions/api/routes/segments.ts'
import { countReach } from '#functions/run-launch/count-reach.ts'
import { createCampaignDrafts } from '#shared/adapters/dynamodb/campaign-drafts.ts'
import { settingsItem } from '#shared/adapters/dynamodb/campaign-items.ts'
import { createCampaignVersions } from '#shared/adapters/dynamodb/campaign-versions.ts'
import { createCustomerItems } from '#shared/adapters/dynamodb/customer-count.ts'
import { createCustomerPages } from '#shared/adapters/dynamodb/customer-pages.ts'
import { createReachJobs } from '#shared/adapters/dynamodb/reach-jobs.ts'
import { createSegmentStore } from '#shared/adapters/dynamodb/segment-store.ts'
import { createSettingsStore } from '#shared/adapters/dynamodb/settings-store.ts'
import type { ReachWork } from '#shared/domain/reach/reach-job.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { customerItems, WANTED } from '#test/bench/launch/customers.ts'
import { type ApiClient, apiClient } from '#test/support/api/api-client.ts'
import { marketingCampaign } from '#test/support/builders/written-campaigns.ts'
import { startTables, type Tables } from '#test/support/local-cloud/tables.ts'

const CUSTOMERS = 2_000
/** The audience matches a third of the customers. */
const seeding = { seed: 7, share: 1 / 3 }
const wanted = { field: 'customer.products', op: 'contains', value: WANTED }

let tables: Tables
let client: ApiClient
let counted: Pick<Parameters<typeof countReach>[1], 'reachJobs' | 'pages'>
const queue: ReachWork[] = []

const writeCustomers = async (): Promise<void> => {
  const items = Array.from({ length: CUSTOMERS }, (_, index) => customerItems(index, seeding)).flat()
  for (let start = 0; start < items.length; start += 25) {
    const requests = items.slice(start, start + 25).map((Item) => ({ PutRequest: { Item } }))
    await tables.documentClient.send(
      new BatchWriteCommand({ RequestItems: { [tables.name('CustomersTable')]: requests } }),
    )
  }
}

beforeAll(async () => {
  tables = await startTables()
  const { documentClient } = tables
  const names = {
    documentClient,
    campaignsTable: tables.name('CampaignsTable'),
    auditTable: tables.name('AuditTable'),
  }
  counted = {
    reachJobs: createReachJobs(names),
    pages: createCustomerPages(documentClient, tables.name('CustomersTable')),
  }
  const reachQueue = { send: async (works: readonly ReachWork[]) => void queue.push(...works) }
  client = apiClient({
    routes: [...reachRoutes, ...segmentRoutes],
    dependencies: {
      ...counted,
      reachQueue,
      customerItems: createCustomerItems(
        new DynamoDBClient(tables.clientConfig),
        tables.name('CustomersTable'),
      ),
      settingsStore: createSettingsStore(names),
      segments: createSegmentStore(names),
      drafts: createCampaignDrafts(names),
      versions: createCampaignVersions(names),
      // What a sample makes of time that passes is tested without a database.
      wallClock: () => 0,
    },
    caller: { userId: 'u-mara', name: 'mara', groups: ['marketer'] },
    // A Monday at ten in Prague.
    now: () => new Date('2026-06-01T08:00:00Z'),
  })
  const Item = settingsItem(defaultSettings)
  await documentClient.send(new PutCommand({ TableName: names.campaignsTable, Item }))
  await writeCustomers()
}, 60_000)
afterAll(() => tables.stop())

const work = (work: ReachWork): Promise<void> =>
  countReach(
    { body: JSON.stringify(work) },
    { ...counted, reachQueue: { send: async () => undefined }, now: Date.now },
    () => 60_000,
  )

const exactly = async (body: object): Promise<string> => {
  const begun = await client.post('/v1/reach', { body: { method: 'exact', ...body } })
  expect(begun).toMatchObject({ status: 202, body: { state: 'running', partsDone: 0 } })
  return begun.body.reachId
}

describe('parts of the table', () => {
  it('hold every customer once, whatever their number', async () => {
    for (const parts of [1, 7, 64]) {
      const seen: string[] = []
      for (let part = 0; part < parts; part++) {
        let cursor: Parameters<typeof counted.pages.page>[0]['cursor']
        do {
          const page = await counted.pages.page({ part, parts, cursor, limit: 100 })
          seen.push(...page.profiles.map(({ customerId }) => customerId), ...page.unreadable)
          cursor = page.next
        } while (cursor !== undefined)
      }
      expect([seen.length, new Set(seen).size]).toEqual([CUSTOMERS, CUSTOMERS])
    }
  })
})

describe('a reach', () => {
  it('is counted exactly, each customer once, also by two workers on each part', async () => {
    const reachId = await exactly({ condition: wanted })
    const parts = queue.splice(0)
    await Promise.all([...parts, ...parts].map(work))
    const { body } = await client.get(`/v1/reach/${reachId}`)
    expect(body).toMatchObject({ state: 'done', partsDone: parts.length })
    const { report } = body
    expect(report.customers).toEqual({ estimate: CUSTOMERS, low: CUSTOMERS, high: CUSTOMERS })
    const all = [report.reached, ...report.gates].map(({ customers }) => customers.estimate)
    expect(all.reduce((sum, count) => sum + count, 0)).toBeCloseTo(CUSTOMERS, 6)
    expect(report.reached.share.low).toBe(report.reached.share.high)
    expect(report.reached.share.estimate).toBeCloseTo(1 / 3, 1)
  })

  it('is estimated from a sample of all, the same, where all fit into it', async () => {
    const reachId = await exactly({ content: marketingCampaign })
    await Promise.all(queue.splice(0).map(work))
    const exact = (await client.get(`/v1/reach/${reachId}`)).body.report
    const sample = await client.post('/v1/reach', { body: { content: marketingCampaign, method: 'sample' } })
    expect(sample.status).toBe(200)
    const { sample: from, ...estimate } = sample.body
    expect(from).toMatchObject({ customers: CUSTOMERS })
    const { sample: _, ...counted } = exact
    expect(estimate).toEqual(counted)
  })

  it('falls at the gates in their order, and is told by channel', async () => {
    const { body } = await client.post('/v1/reach', {
      body: { content: marketingCampaign, method: 'sample' },
    })
    const reasons = body.gates.map(({ reason }: { reason: string }) => reason)
    expect(reasons.indexOf('no-consent')).toBeGreaterThanOrEqual(0)
    expect(reasons.indexOf('no-consent')).toBeLessThan(reasons.indexOf('assessment-missing'))
    expect(reasons).toContain('unreadable')
    const spoken = body.channels.map(({ channel, customers }: never) => [channel, customers])
    expect(spoken.map(([channel]: [string]) => channel)).toEqual(['email', 'sms'])
    const [email, sms] = body.channels
    // Only who is handed over to a person is reached without a message.
    expect(email.customers.estimate + sms.customers.estimate + body.tasks.customers.estimate).toBeCloseTo(
      body.reached.customers.estimate,
      6,
    )
    expect(body.assumptions.map(({ code }: { code: string }) => code)).toContain('moment-comes')
  })

  it('is of the segment that a draft names', async () => {
    const body = { segmentId: 'wanted', name: 'Wanted', condition: wanted }
    await client.post('/v1/segments', { body })
    const [named, written] = await Promise.all(
      [{ segment: 'wanted' }, wanted].map((condition) =>
        client.post('/v1/reach', { body: { condition, method: 'sample', seed: 1 } }),
      ),
    )
    expect(named?.body.reached).toEqual(written?.body.reached)
  })

  it.each([
    ['nothing', { method: 'sample' }, 422, 'ask-for-one', undefined],
    [
      'two things',
      { method: 'sample', condition: wanted, campaignId: 'offer' },
      422,
      'ask-for-one',
      undefined,
    ],
    [
      'a version of nothing',
      { method: 'sample', condition: wanted, version: 1 },
      422,
      'ask-for-one',
      undefined,
    ],
    ['an unknown campaign', { method: 'sample', campaignId: 'no-such' }, 404, 'no-such-version', undefined],
    [
      'a condition on an unknown field',
      { method: 'sample', condition: { not: { field: 'customer.aeg', op: 'eq', value: 1 } } },
      422,
      'campaign-unreadable',
      'condition.not.field',
    ],
    [
      'an unknown segment',
      { method: 'exact', condition: { any: [{ segment: 'gone' }] } },
      422,
      'campaign-unreadable',
      'condition.any.0',
    ],
    [
      'a content without a trigger',
      { method: 'sample', content: { name: 'X' } },
      422,
      'campaign-unreadable',
      'content.id',
    ],
  ])('of %s is refused', async (_, body, status, code, path) => {
    const answer = await client.post('/v1/reach', { body })
    expect(answer).toMatchObject({ status, body: { code } })
    if (path !== undefined)
      expect(answer.body.problems.map((problem: { path: string }) => problem.path)).toContain(path)
    expect(queue).toEqual([])
  })

  it('that nobody asked for is not there', async () => {
    expect(await client.get('/v1/reach/20260601T080000000Z-abcdefgh')).toMatchObject({ status: 404 })
  })
})
