import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { localClientConfig } from '#infra/local/clients.ts'
import { type LocalDynamoDb, startDynamoDb } from '#infra/local/dynamodb.ts'
import { readAssembly } from '#infra/local/synthesize.ts'
import { createTables } from '#infra/local/tables.ts'
import { resolveDeployment } from '#infra/local/template.ts'
import { createParkedReader, type ParkedReader } from '#shared/adapters/dynamodb/parked-reader.ts'
import { createParking } from '#shared/adapters/dynamodb/parking.ts'
import type { Parking } from '#shared/ports/parking.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'bellwether-'))
let dynamodb: LocalDynamoDb
let client: DynamoDBClient
let parking: Parking
let parked: ParkedReader

beforeAll(async () => {
  dynamodb = await startDynamoDb(directory)
  client = new DynamoDBClient(localClientConfig(dynamodb.url))
  const deployment = resolveDeployment(readAssembly(inject('assembly')), {
    sqs: 'http://127.0.0.1:1',
    httpApi: 'http://127.0.0.1:1',
    issuer: 'http://127.0.0.1:1',
  })
  await createTables(client, deployment)
  const table = {
    documentClient: DynamoDBDocumentClient.from(client),
    tableName: String(deployment.outputs.ParkedTable),
  }
  parking = createParking(table)
  parked = createParkedReader(table)
})

afterAll(async () => {
  client?.destroy()
  await dynamodb?.stop()
  rmSync(directory, { recursive: true, force: true })
})

/** Does not compress below the 1 MB that queues carry: three parts. */
const large = randomBytes(750_000).toString('base64')

/** From now on: a table may delete at once what was parked so long ago that it has expired. */
const start = Date.now()
const at = (second: number): Date => new Date(start + second * 1000)

test.each([
  ['small', 'CardChanged', '{"name":"Žofie"}'],
  ['large', undefined, large],
])('%s work is read as it was parked', async (parkedId, detailType, payload) => {
  const work = { parkedId, reason: 'a reason', ...(detailType && { detailType }), payload, parkedAt: at(1) }
  await parking.park(work)
  const { parts, ...read } = (await parked.read(parkedId)) ?? {}
  expect(read).toEqual(work)
  const listed = []
  for await (const one of parked.list()) listed.push(one)
  expect(listed.filter((one) => one.parkedId === parkedId)).toEqual([{ ...work, parts }])
  expect(await parked.remove({ parkedId, parkedAt: at(1), parts: parts ?? 0 })).toBe(true)
  expect(await parked.read(parkedId)).toBeUndefined()
})

test('work that was parked anew since it was read stays whole', async () => {
  const work = { parkedId: 'anew', reason: 'a reason', payload: large }
  await parking.park({ ...work, parkedAt: at(1) })
  const read = await parked.read('anew')
  await parking.park({ ...work, parkedAt: at(2) })
  expect(read && (await parked.remove(read))).toBe(false)
  const kept = await parked.read('anew')
  expect(kept?.parkedAt).toEqual(at(2))
  expect(kept?.payload === large).toBe(true)
})

test('what is not there is not read', async () => {
  expect(await parked.read('nobody')).toBeUndefined()
})
