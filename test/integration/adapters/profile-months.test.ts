import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProfileStore } from '#shared/adapters/dynamodb/profile-store.ts'
import { MONTH_PREFIX, type MonthElements, mergeMonths, shiftMonth } from '#shared/domain/profile/months.ts'
import type { RegisterWrite } from '#shared/domain/profile/register.ts'
import type { ProfileStore } from '#shared/ports/profile-store.ts'
import { startTables, type Tables } from '#test/support/local-cloud/tables.ts'
import { type Random, randomOf } from '#test/support/random.ts'

let tables: Tables
let profiles: ProfileStore

const storeOn = (documentClient: DynamoDBDocumentClient): ProfileStore =>
  createProfileStore({ documentClient, tableName: tables.name('CustomersTable') })

beforeAll(async () => {
  tables = await startTables()
  profiles = storeOn(tables.documentClient)
})

afterAll(() => tables?.stop())

interface Posted {
  readonly n: number
  readonly month: string
  readonly elements: string
}

const balanceOf = ({ n }: Posted): RegisterWrite => ({
  attribute: 'balance:A',
  value: { v: String(n).padStart(4, '0'), minor: n, currency: 'CZK' },
})
const monthsOf = (all: readonly Posted[]): MonthElements =>
  mergeMonths(all.map(({ month, elements }) => new Map([[month, new Set(elements)]])))
const apply = (store: ProfileStore, customerId: string, all: readonly Posted[]) =>
  store.apply(customerId, all.map(balanceOf), monthsOf(all))

/** Two years of transactions, three a month, with half a year of silence. */
const posted: Posted[] = Array.from({ length: 24 }, (_, month) => month)
  .filter((month) => month < 9 || month > 14)
  .flatMap((month) =>
    ['1', '2A', '50AB'].map((elements, n) => ({
      n: month * 10 + n,
      month: shiftMonth('2024-01', month),
      elements: `${elements}${String.fromCharCode(97 + month)}`,
    })),
  )
const expectedOf = (customerId: string) => ({
  customerId,
  item: 'profile',
  'balance:A': { v: '0232', minor: 232, currency: 'CZK' },
  ...Object.fromEntries(
    [...monthsOf(posted)].map(([month, elements]) => [`${MONTH_PREFIX}${month}`, elements]),
  ),
})

const mixed = (random: Random): Posted[][] => {
  const order = [...posted, ...posted.filter(() => random.next() < 0.3)]
    .map((fact) => ({ fact, key: random.next() }))
    .sort((left, right) => left.key - right.key)
    .map(({ fact }) => fact)
  const batches: Posted[][] = []
  while (order.length > 0) batches.push(order.splice(0, random.int(1, 4)))
  return batches
}

/** A third of the requests fails, half of them after they took effect. */
const unreliable = (random: Random): DynamoDBDocumentClient =>
  ({
    send: async (...args: Parameters<DynamoDBDocumentClient['send']>) => {
      const luck = random.int(0, 5)
      if (luck === 0) throw new Error('never arrived')
      const answer = await tables.documentClient.send(...args)
      if (luck === 1) throw new Error('no answer')
      return answer
    },
  }) as unknown as DynamoDBDocumentClient

const untilDone = async (work: () => Promise<unknown>): Promise<void> => {
  for (;;)
    try {
      await work()
      return
    } catch (error) {
      if (!(error instanceof Error) || !/arrived|answer|conflict/.test(error.message)) throw error
    }
}

describe('the months of a profile', () => {
  it('are the newest and the seven before it, from events in order', async () => {
    for (const fact of posted) await apply(profiles, 'M0', [fact])
    expect(await tables.itemsOf('CustomersTable', 'M0')).toEqual([expectedOf('M0')])
  })

  it.each([1, 2, 3])('are the same in any order, with repetitions and failures (seed %i)', async (seed) => {
    const random = randomOf(seed)
    const store = storeOn(unreliable(random))
    const customerId = `M${seed}`
    for (const batch of mixed(random)) await untilDone(() => apply(store, customerId, batch))
    expect(await tables.itemsOf('CustomersTable', customerId)).toEqual([expectedOf(customerId)])
  })

  it('are the same when all are written at once', async () => {
    await Promise.all(mixed(randomOf(4)).map((batch) => untilDone(() => apply(profiles, 'M4', batch))))
    expect(await tables.itemsOf('CustomersTable', 'M4')).toEqual([expectedOf('M4')])
  })

  it('come back with the write, and cost nothing beside it', async () => {
    const costs: number[] = []
    for (const fact of posted.slice(-12)) {
      const { writeUnits, view } = await apply(profiles, 'M5', [fact])
      costs.push(writeUnits)
      expect(view.months().get(fact.month)).toEqual(
        monthsOf(posted.filter(({ month, n }) => month === fact.month && n <= fact.n)).get(fact.month),
      )
    }
    expect(costs).toEqual(Array(12).fill(1))
  })
})

describe('the tier last acted on', () => {
  const assets = (v: string): RegisterWrite => ({
    attribute: 'financialAssets',
    value: { v, x: { minorUnits: 1, currency: 'CZK' } },
  })
  const tierOf = async (customerId: string) =>
    (await profiles.apply(customerId, [assets('0')])).view.profile().single.tier

  it('is kept for the assets that it follows from, and removed where they make none', async () => {
    await profiles.apply('T1', [assets('1')])
    expect(await profiles.keepTier('T1', 'wealth', '1')).toEqual({ writeUnits: 1 })
    expect(await tierOf('T1')).toBe('wealth')
    await profiles.apply('T1', [assets('2')])
    await profiles.keepTier('T1', undefined, '2')
    expect(await tierOf('T1')).toBeUndefined()
  })

  it('is not kept where newer assets have come', async () => {
    await profiles.apply('T2', [assets('2')])
    await profiles.keepTier('T2', 'private', '2')
    await profiles.keepTier('T2', 'mass', '1')
    expect(await tierOf('T2')).toBe('private')
  })
})
