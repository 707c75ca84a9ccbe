import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, it } from 'vitest'
import { liveItem, settingsItem, versionItem } from '#shared/adapters/dynamodb/campaign-items.ts'
import { createCampaignStore, type UnusableCampaign } from '#shared/adapters/dynamodb/campaign-store.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'

const table = mockClient(DynamoDBDocumentClient)

const aStore = (cacheMs = 5_000) => {
  const unusable: UnusableCampaign[] = []
  const time = { now: 1_000 }
  const store = createCampaignStore({
    documentClient: DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-central-1' })),
    tableName: 'campaigns',
    cacheMs,
    now: () => time.now,
    onUnusable: (campaign) => unusable.push(campaign),
  })
  return { store, unusable, time }
}

beforeEach(() => {
  table.reset()
  table.on(GetCommand).resolves({})
})

const queries = () => table.commandCalls(QueryCommand).length

/** What every write to a live campaign leaves. */
const revise = (revision: string) =>
  table
    .on(GetCommand, { Key: { collection: 'live-revision', entry: 'campaigns' }, ConsistentRead: true })
    .resolves({ Item: { revision } })

describe('live campaigns', () => {
  it('are read page by page', async () => {
    const [one, two] = [aCampaign({ id: 'one' }), aCampaign({ id: 'two', status: 'paused' })]
    table
      .on(QueryCommand)
      .resolvesOnce({ Items: [liveItem(one)], LastEvaluatedKey: { collection: 'live', entry: 'one' } })
      .resolvesOnce({ Items: [liveItem(two)] })
    expect(await aStore().store.liveCampaigns()).toEqual([one, two])
    expect(table.commandCalls(QueryCommand)[1]?.args[0].input).toMatchObject({
      ExpressionAttributeValues: { ':live': 'live' },
      ExclusiveStartKey: { collection: 'live', entry: 'one' },
    })
  })

  it('leave out what cannot be read, and say so without its values', async () => {
    const broken = { ...liveItem(aCampaign({ id: 'broken' })), status: 'asleep', extra: 1 }
    table.on(QueryCommand).resolves({ Items: [broken, liveItem(aCampaign())] })
    const { store, unusable } = aStore()
    expect(await store.liveCampaigns()).toEqual([aCampaign()])
    expect(unusable).toMatchObject([{ collection: 'live', entry: 'broken' }])
    expect(unusable[0]?.fields).toContain('status')
    expect(JSON.stringify(unusable)).not.toContain('asleep')
  })

  it('of the last release are read too', async () => {
    const { schema: _schema, trigger: _trigger, ...rest } = liveItem(aCampaign())
    table.on(QueryCommand).resolves({ Items: [{ ...rest, signals: ['LowBalance'] }] })
    const { store, unusable } = aStore()
    expect(await store.liveCampaigns()).toEqual([aCampaign()])
    expect(unusable).toEqual([])
  })

  it('are remembered for their time, then read again', async () => {
    table
      .on(QueryCommand)
      .resolvesOnce({ Items: [liveItem(aCampaign())] })
      .resolvesOnce({ Items: [liveItem(aCampaign({ status: 'paused' }))] })
    const { store, time } = aStore()
    await Promise.all([store.liveCampaigns(), store.liveCampaigns()])
    time.now += 4_999
    expect(await store.liveCampaigns()).toMatchObject([{ status: 'live' }])
    expect(queries()).toBe(1)
    time.now += 1
    expect(await store.liveCampaigns()).toMatchObject([{ status: 'paused' }])
  })

  it('stay the very same list while nothing changes, so that they are compiled once', async () => {
    const [one, two] = [aCampaign({ id: 'one' }), aCampaign({ id: 'two' })]
    table
      .on(QueryCommand)
      .callsFake(() => ({ Items: [one, two].map((campaign) => structuredClone(liveItem(campaign))) }))
    const { store, time } = aStore()
    const first = await store.liveCampaigns()
    time.now += 5_000
    expect(await store.liveCampaigns()).toBe(first)
    expect(queries()).toBe(2)
  })

  it.each([
    ['one is paused', (all: Campaign[]) => all.with(0, aCampaign({ id: 'one', status: 'paused' }))],
    ['one has another text', (all: Campaign[]) => all.with(0, aCampaign({ id: 'one', name: 'Another' }))],
    ['one is gone', (all: Campaign[]) => all.slice(1)],
    ['the last one is gone', (all: Campaign[]) => all.slice(0, 1)],
    ['one is new', (all: Campaign[]) => [...all, aCampaign({ id: 'new' })]],
    ['one has come in the place of another', (all: Campaign[]) => all.with(1, aCampaign({ id: 'new' }))],
    ['all are gone', () => []],
  ])('are the new ones, and the others as they were, where %s', async (_, change) => {
    const before = [aCampaign({ id: 'one' }), aCampaign({ id: 'two' })]
    const after = change(before)
    table
      .on(QueryCommand)
      .resolvesOnce({ Items: before.map(liveItem) })
      .resolves({ Items: after.map(liveItem) })
    const { store, time } = aStore()
    const first = await store.liveCampaigns()
    time.now += 5_000
    const second = await store.liveCampaigns()
    expect(second).toEqual(after)
    expect(second).not.toBe(first)
    expect(first).toEqual(before)
    expect(second.filter((campaign) => first.includes(campaign))).toEqual(
      after.filter((campaign) => before.includes(campaign)),
    )
  })

  it('that cannot be read are told of at every reading', async () => {
    table.on(QueryCommand).resolves({ Items: [{ ...liveItem(aCampaign()), status: 'asleep' }] })
    const { store, unusable, time } = aStore()
    await store.liveCampaigns()
    time.now += 5_000
    expect(await store.liveCampaigns()).toEqual([])
    expect(unusable).toHaveLength(2)
  })

  it('are read again at once after a failure', async () => {
    table
      .on(QueryCommand)
      .rejectsOnce(new Error('away'))
      .resolvesOnce({ Items: [liveItem(aCampaign())] })
    const { store } = aStore()
    await expect(store.liveCampaigns()).rejects.toThrow('away')
    expect(await store.liveCampaigns()).toHaveLength(1)
  })
})

describe('the revision of the live campaigns', () => {
  const pause = () => table.on(QueryCommand).resolves({ Items: [liveItem(aCampaign({ status: 'paused' }))] })
  beforeEach(() => {
    table.on(QueryCommand).resolves({ Items: [liveItem(aCampaign())] })
  })

  it('is all that is read while it stays the same', async () => {
    revise('r1')
    const { store, time } = aStore()
    const first = await store.liveCampaigns()
    time.now += 5_000
    expect(await store.liveCampaigns()).toBe(first)
    expect(queries()).toBe(1)
  })

  it('shows a pause at the next look', async () => {
    revise('r1')
    const { store, time } = aStore()
    await store.liveCampaigns()
    revise('r2')
    pause()
    time.now += 5_000
    expect(await store.liveCampaigns()).toMatchObject([{ status: 'paused' }])
  })

  it('is read before the campaigns, so that a pause between the two is seen the next time', async () => {
    revise('r1')
    table.on(QueryCommand).callsFake(() => {
      revise('r2')
      return { Items: [liveItem(aCampaign())] }
    })
    const { store, time } = aStore()
    await store.liveCampaigns()
    pause()
    time.now += 5_000
    expect(await store.liveCampaigns()).toMatchObject([{ status: 'paused' }])
  })

  it('that nobody has written says nothing: everything is read', async () => {
    const { store, time } = aStore()
    await store.liveCampaigns()
    pause()
    time.now += 5_000
    expect(await store.liveCampaigns()).toMatchObject([{ status: 'paused' }])
  })

  it('that a write has passed over is not believed for longer than five minutes', async () => {
    revise('r1')
    const { store, time } = aStore()
    await store.liveCampaigns()
    pause()
    time.now += 299_999
    expect(await store.liveCampaigns()).toMatchObject([{ status: 'live' }])
    time.now += 5_001
    expect(await store.liveCampaigns()).toMatchObject([{ status: 'paused' }])
  })

  it('keeps nobody from hearing of a campaign that cannot be read', async () => {
    revise('r1')
    table
      .on(QueryCommand)
      .resolves({ Items: [liveItem(aCampaign()), { ...liveItem(aCampaign()), status: 'asleep' }] })
    const { store, unusable, time } = aStore()
    await store.liveCampaigns()
    time.now += 5_000
    expect(await store.liveCampaigns()).toEqual([aCampaign()])
    expect(unusable).toHaveLength(2)
  })

  it('is not asked where nothing is kept', async () => {
    revise('r1')
    const { store } = aStore(0)
    await store.liveCampaigns()
    pause()
    expect(await store.liveCampaigns()).toMatchObject([{ status: 'paused' }])
    expect(table.commandCalls(GetCommand)).toEqual([])
  })

  it('that cannot be read lets nothing old stand in', async () => {
    table.on(GetCommand).rejectsOnce(new Error('away')).resolves({})
    const { store } = aStore()
    await expect(store.liveCampaigns()).rejects.toThrow('away')
    expect(await store.liveCampaigns()).toHaveLength(1)
  })
})

describe('one live campaign', () => {
  const Key = (entry: string) => ({ collection: 'live', entry })

  it('is read by itself, consistently, and remembered for its time', async () => {
    table
      .on(GetCommand, { Key: Key('low-balance') })
      .resolvesOnce({ Item: liveItem(aCampaign()) })
      .resolves({ Item: liveItem(aCampaign({ status: 'paused' })) })
    table.on(GetCommand, { Key: Key('other') }).resolves({})
    const { store, time } = aStore()
    const both = await Promise.all([store.liveCampaign('low-balance'), store.liveCampaign('low-balance')])
    expect(both).toEqual([aCampaign(), aCampaign()])
    expect(await store.liveCampaign('other')).toBeUndefined()
    time.now += 4_999
    expect(await store.liveCampaign('low-balance')).toMatchObject({ status: 'live' })
    expect(table.calls()).toHaveLength(2)
    expect(table.commandCalls(GetCommand, { ConsistentRead: true })).toHaveLength(2)
    time.now += 1
    expect(await store.liveCampaign('low-balance')).toMatchObject({ status: 'paused' })
  })

  it('has a time of its own, whenever another was asked for', async () => {
    table.on(GetCommand, { Key: Key('early') }).resolves({ Item: liveItem(aCampaign({ id: 'early' })) })
    table.on(GetCommand, { Key: Key('late') }).resolves({ Item: liveItem(aCampaign({ id: 'late' })) })
    const { store, time } = aStore()
    await store.liveCampaign('early')
    time.now += 4_000
    await store.liveCampaign('late')
    time.now += 1_000
    await store.liveCampaign('early')
    await store.liveCampaign('late')
    expect(table.commandCalls(GetCommand, { Key: Key('early') })).toHaveLength(2)
    expect(table.commandCalls(GetCommand, { Key: Key('late') })).toHaveLength(1)
  })

  it('that cannot be read is as if it were not there', async () => {
    table.on(GetCommand).resolves({ Item: { ...liveItem(aCampaign()), status: 'asleep' } })
    const { store, unusable } = aStore()
    expect(await store.liveCampaign('low-balance')).toBeUndefined()
    expect(unusable).toMatchObject([{ collection: 'live', entry: 'low-balance' }])
  })
})

describe('a version', () => {
  it('is read by its number', async () => {
    const campaign = aCampaign({ version: 12 })
    const Key = { collection: 'campaign#low-balance', entry: 'v000012' }
    table.on(GetCommand).resolves({})
    table.on(GetCommand, { Key }).resolves({ Item: versionItem(campaign) })
    const { store } = aStore()
    expect(await store.version('low-balance', 12)).toEqual(campaign)
    expect(await store.version('low-balance', 13)).toBeUndefined()
  })
})

describe('settings', () => {
  it('are read once for their time', async () => {
    table.on(GetCommand).resolves({ Item: settingsItem(defaultSettings) })
    const { store } = aStore()
    expect(await store.settings()).toEqual(defaultSettings)
    expect(await store.settings()).toEqual(defaultSettings)
    expect(table.calls()).toHaveLength(1)
  })

  it('must be there and readable', async () => {
    table
      .on(GetCommand)
      .resolvesOnce({})
      .resolvesOnce({ Item: { collection: 'settings', entry: 'engine', seniorAge: 3 } })
    const { store } = aStore()
    await expect(store.settings()).rejects.toThrow('the settings are missing')
    await expect(store.settings()).rejects.toThrow()
  })
})
