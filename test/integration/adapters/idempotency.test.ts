import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { Context } from 'aws-lambda'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createIdempotency, type LambdaIdempotency } from '#shared/lambda/idempotency.ts'
import { IDEMPOTENCY_COLLECTION } from '#shared/tables/campaigns.ts'
import { startTables, type Tables } from '#test/support/local-cloud/tables.ts'

let tables: Tables
let client: DynamoDBClient
let idempotency: LambdaIdempotency
let count = 0

/** A function with so much time left, in milliseconds. */
const withTime = (milliseconds: number): void =>
  idempotency.begin({ getRemainingTimeInMillis: () => milliseconds } as Context)

beforeAll(async () => {
  tables = await startTables()
  client = new DynamoDBClient(tables.clientConfig)
  idempotency = createIdempotency({
    client,
    tableName: tables.name('CampaignsTable'),
    collection: IDEMPOTENCY_COLLECTION,
  })
})
afterAll(async () => {
  client?.destroy()
  await tables?.stop()
})

/** A request that no test has made before. */
let request: { readonly userId: string; readonly operation: string; readonly key: string }
beforeEach(() => {
  request = { userId: 'u-1', operation: 'post /v1/campaigns', key: `key-${++count}` }
  withTime(10_000)
})

const content = { body: { name: 'Novák' } }
const answer = { status: 201, body: { big: 1.5, nothing: undefined, list: [] } }
const kept = () => tables.itemsOf('CampaignsTable', IDEMPOTENCY_COLLECTION)

describe('answers to repeated requests, in the campaigns table', () => {
  it('are those of the first one', async () => {
    expect(await idempotency.once(request, content, async () => answer)).toEqual({
      outcome: 'done',
      result: answer,
    })
    const work = () => Promise.reject(new Error('done twice'))
    expect(await idempotency.once(request, content, work)).toEqual({
      outcome: 'repeated',
      result: { status: 201, body: { big: 1.5, list: [] } },
    })
  })

  it.each([
    ['caller', { userId: 'u-2' }],
    ['route', { operation: 'post /v1/segments' }],
    ['key', { key: 'another' }],
  ])('are for the same %s only', async (_what, differs) => {
    await idempotency.once(request, content, async () => answer)
    const other = await idempotency.once({ ...request, ...differs }, content, async () => 'other')
    expect(other).toEqual({ outcome: 'done', result: 'other' })
  })

  it('are refused to another content, while the first is running and after it', async () => {
    const other = () => idempotency.once(request, { body: {} }, async () => 'other')
    await idempotency.once(request, content, async () => {
      expect(await other()).toEqual({ outcome: 'other-request' })
      return answer
    })
    expect(await other()).toEqual({ outcome: 'other-request' })
  })

  it('are not there yet while the first is running', async () => {
    await idempotency.once(request, content, async () => {
      const second = await idempotency.once(request, content, async () => 'twice')
      expect(second).toEqual({ outcome: 'running' })
      return answer
    })
  })

  it('wait for nobody who was cut off: when its function’s time is over, the work is done again', async () => {
    withTime(1)
    let cutOff = (): void => undefined
    const first = idempotency.once(
      request,
      content,
      () => new Promise((resolve) => (cutOff = () => resolve(answer))),
    )
    await expect
      .poll(() => idempotency.once(request, content, async () => 'again'), { timeout: 5_000 })
      .toMatchObject({ outcome: expect.stringMatching(/done|repeated/), result: 'again' })
    cutOff()
    await first
  })

  it('are none where the work was refused or failed: it may be tried again', async () => {
    const failure = new Error('refused')
    await expect(idempotency.once(request, content, () => Promise.reject(failure))).rejects.toBe(failure)
    expect(await idempotency.once(request, content, async () => answer)).toMatchObject({ outcome: 'done' })
  })

  it('are kept for a day, with hashes of what was asked and nothing of it', async () => {
    const before = new Set((await kept()).map(({ entry }) => entry))
    await idempotency.once(request, content, async () => answer)
    const [item] = (await kept()).filter(({ entry }) => !before.has(entry))
    const seconds = Number(item?.expiresAt) - Date.now() / 1000
    expect(seconds).toBeGreaterThan(86_000)
    expect(seconds).toBeLessThan(87_000)
    expect(JSON.stringify(item)).not.toMatch(/Novák|u-1|key-\d/)
  })

  it('are given even where they cannot be kept: what was done is done', async () => {
    const large = { status: 200, body: 'x'.repeat(500_000) }
    expect(await idempotency.once(request, content, async () => large)).toEqual({
      outcome: 'done',
      result: large,
    })
  })
})
