import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCampaignDue } from '#shared/adapters/dynamodb/campaign-due.ts'
import { liveItem } from '#shared/adapters/dynamodb/campaign-items.ts'
import { createLaunchCreation } from '#shared/adapters/dynamodb/launch-creation.ts'
import { createLaunchStarts } from '#shared/adapters/dynamodb/launch-starts.ts'
import { createSchedules } from '#shared/adapters/dynamodb/schedules.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { plannedLaunch } from '#shared/domain/launch/launch.ts'
import { followAnew } from '#shared/domain/schedule/follow.ts'
import { takeOccurrence } from '#shared/domain/schedule/take-occurrence.ts'
import { launchKey } from '#shared/tables/campaigns.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { startTables, type Tables } from '#test/support/local-cloud/tables.ts'

let tables: Tables

const BEFORE = new Date('2026-06-01T06:00Z')
const AT = new Date('2026-06-01T07:00Z')

const scheduled = (id: string, changes: Partial<Campaign> = {}): Campaign =>
  aCampaign({ id, trigger: { schedule: { timeZone: 'Europe/Prague', daily: { at: '09:00' } } }, ...changes })

const adapters = () => {
  const names = { campaignsTable: tables.name('CampaignsTable'), auditTable: tables.name('AuditTable') }
  const { documentClient } = tables
  return {
    schedules: createSchedules({ documentClient, ...names }),
    creation: createLaunchCreation({ documentClient, ...names }),
    starts: createLaunchStarts(documentClient, names.campaignsTable),
    due: createCampaignDue(documentClient, names.campaignsTable),
  }
}

const put = (campaign: Campaign) =>
  tables.documentClient.send(
    new PutCommand({ TableName: tables.name('CampaignsTable'), Item: liveItem(campaign) }),
  )

const launchAt = async (campaignId: string, at: Date) =>
  (
    await tables.documentClient.send(
      new GetCommand({ TableName: tables.name('CampaignsTable'), Key: launchKey(campaignId, at) }),
    )
  ).Item

/** A campaign whose schedule is followed, and what a tick at the occurrence makes of it. */
const followed = async (id: string) => {
  const campaign = scheduled(id)
  await put(campaign)
  const seen = followAnew(campaign, undefined, BEFORE)
  const { schedules } = adapters()
  expect(await schedules.follow(seen, undefined)).toBe(true)
  return { campaign, seen, schedules, taken: takeOccurrence(campaign, seen, AT) }
}

const by = { caller: { userId: 'u-1', name: 'Ana', groups: ['marketer' as const] }, requestId: 'r-1' }

const all = async <T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> => {
  const found: T[] = []
  for await (const page of pages) found.push(...page)
  return found
}

beforeAll(async () => {
  tables = await startTables()
})

afterAll(() => tables?.stop())

describe('schedules in the campaigns table', () => {
  it('are followed by whoever writes first', async () => {
    const { seen, schedules } = await followed('first-come')
    expect(await schedules.follow(seen, undefined)).toBe(false)
    expect(await schedules.schedule('first-come')).toEqual(seen)
    expect(await schedules.all()).toContainEqual(seen)
  })

  it('move past an occurrence once, with its launch', async () => {
    const { seen, schedules, taken } = await followed('taken-once')
    const outcomes = await Promise.all([1, 2, 3].map(() => schedules.take(taken, seen, AT)))
    expect(outcomes.sort()).toEqual(['moved', 'moved', 'taken'])
    expect(await schedules.schedule('taken-once')).toEqual(taken.next)
    expect(await adapters().starts.launch('taken-once', AT)).toEqual(taken.launch)
  })

  it('move past an occurrence that somebody has launched by hand', async () => {
    const { seen, schedules, taken } = await followed('by-hand')
    const plan = { campaignId: 'by-hand', version: 1, at: AT, startedBy: 'u-1', plannedAt: BEFORE }
    expect(await adapters().creation.createLaunch(plannedLaunch(plan), by)).toBe('created')
    expect(await schedules.take(taken, seen, AT)).toBe('exists')
    expect(await schedules.schedule('by-hand')).toEqual(taken.next)
    expect((await launchAt('by-hand', AT))?.startedBy).toBe('u-1')
  })

  it.each([
    ['paused', { status: 'paused' as const }],
    ['replaced', { version: 2 }],
  ])('stay where the campaign was %s at the same moment', async (how, changes) => {
    const { campaign, seen, schedules, taken } = await followed(`was-${how}`)
    await put({ ...campaign, ...changes })
    expect(await schedules.take(taken, seen, AT)).toBe('not-live')
    expect(await schedules.schedule(campaign.id)).toEqual(seen)
    expect(await launchAt(campaign.id, AT)).toBeUndefined()
  })

  it('are found when they are due, and leave the index with their last occurrence', async () => {
    const { seen, schedules, taken } = await followed('in-index')
    const { due } = adapters()
    const found = async (upTo: Date) =>
      (await all(due.schedules(upTo))).filter(({ campaignId }) => campaignId === 'in-index')
    expect(await found(BEFORE)).toEqual([])
    expect(await found(AT)).toEqual([{ campaignId: 'in-index', due: AT }])
    const { due: _, ...last } = taken.next
    expect(await schedules.take({ ...taken, next: last }, seen, AT)).toBe('taken')
    expect(await found(new Date('2030-01-01'))).toEqual([])
    expect((await all(due.launches(AT))).filter(({ campaignId }) => campaignId === 'in-index')).toEqual([
      { campaignId: 'in-index', at: AT, due: AT },
    ])
  })
})

describe('launches in the campaigns table', () => {
  const planned = async (id: string) => {
    await put(scheduled(id))
    const launch = plannedLaunch({
      campaignId: id,
      version: 1,
      at: AT,
      startedBy: 'u-1',
      plannedAt: BEFORE,
      customersPerSecond: 50,
    })
    return { launch, ...adapters() }
  }

  it('are made once for each campaign and instant', async () => {
    const { launch, creation } = await planned('made-once')
    const again = { ...by, requestId: 'r-2' }
    const outcomes = await Promise.all([
      creation.createLaunch(launch, by),
      creation.createLaunch(launch, again),
    ])
    expect(outcomes.sort()).toEqual(['created', 'exists'])
  })

  it('are made of live campaigns only', async () => {
    const { launch, creation } = await planned('not-live')
    await put(scheduled('not-live', { status: 'ended' }))
    expect(await creation.createLaunch(launch, by)).toBe('not-live')
    expect(await launchAt('not-live', AT)).toBeUndefined()
  })

  it('begin once, stay due until their work is queued, and are looked at later', async () => {
    const { launch, creation, starts } = await planned('begun-once')
    await creation.createLaunch(launch, by)
    const begun = await Promise.all([
      starts.start(launch, { parts: 3, items: 50_000 }, AT),
      starts.start(launch, { parts: 4, items: 70_000 }, AT),
    ])
    expect(begun.sort()).toEqual([false, true])
    const running = await starts.launch('begun-once', AT)
    expect(running).toMatchObject({ state: 'running', due: launch.due, startedAt: AT.toISOString() })
    if (!running) throw new Error('no launch')
    const later = new Date('2026-06-01T07:05Z')
    expect(await starts.lookAgain(running, later, AT)).toBe(true)
    expect(await starts.lookAgain(running, later, AT)).toBe(false)
    expect(await starts.launch('begun-once', AT)).toEqual({
      ...running,
      due: later.toISOString(),
      queuedAt: AT.toISOString(),
    })
  })
})
