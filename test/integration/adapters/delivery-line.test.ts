import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DeleteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { localClientConfig } from '#infra/local/clients.ts'
import { startDynamoDb } from '#infra/local/dynamodb.ts'
import { createDeliveryLine } from '#shared/adapters/dynamodb/delivery-line.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import type { DeliveryLine, Reservation, Slot } from '#shared/ports/delivery-line.ts'
import { campaignsTable, lineKey } from '#shared/tables/campaigns.ts'
import { createInMemoryLine } from '#test/support/fakes/in-memory-line.ts'

const { name: TableName, partitionKey, sortKey } = campaignsTable
const START = 1_700_000_000_000
const PER_SECOND = 14
const INTERVAL = 71.429

const directory = mkdtempSync(path.join(tmpdir(), 'bellwether-line-'))
let stop = async (): Promise<void> => undefined
let table: DynamoDBDocumentClient
let now = START

beforeAll(async () => {
  const dynamo = await startDynamoDb(directory)
  const client = new DynamoDBClient(localClientConfig(dynamo.url))
  stop = async () => {
    client.destroy()
    await dynamo.stop()
  }
  await client.send(
    new CreateTableCommand({
      TableName,
      KeySchema: [
        { AttributeName: partitionKey, KeyType: 'HASH' },
        { AttributeName: sortKey, KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [partitionKey, sortKey].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      BillingMode: 'PAY_PER_REQUEST',
    }),
  )
  table = DynamoDBDocumentClient.from(client)
})

beforeEach(async () => {
  now = START
  for (const channel of ['email', 'sms'])
    await table.send(new DeleteCommand({ TableName, Key: lineKey(channel) }))
})

afterAll(async () => {
  await stop()
  rmSync(directory, { recursive: true, force: true })
})

/** A worker's view of the table. */
const inTable = (): DeliveryLine =>
  createDeliveryLine({
    documentClient: table,
    tableName: TableName,
    campaigns: {
      settings: async () => ({
        ...defaultSettings,
        delivery: { email: { perSecond: PER_SECOND }, sms: { perSecond: PER_SECOND } },
      }),
    },
    now: () => now,
  })

const ask = (line: DeliveryLine, count = 1, purpose: 'service' | 'marketing' = 'service') =>
  line.reserve({ channel: 'email', purpose, count, latest: now + 11_000 })

const slotsOf = (reservation: Reservation): readonly Slot[] => {
  if (reservation.kind !== 'slots') throw new Error(`no slots: ${reservation.kind}`)
  return reservation.slots
}
const slotOf = async (line: DeliveryLine): Promise<Slot> => slotsOf(await ask(line))[0] as Slot

const offsets = (reservation: Reservation): number[] =>
  slotsOf(reservation).map(({ at }) => Math.round((at - START) * 1_000) / 1_000)

/** Lets calls fail until the circuit opens. */
const openCircuit = async (line: DeliveryLine): Promise<void> => {
  for (let call = 0; call < 5; call++) {
    const { opened } = await line.report(await slotOf(line), 'failed')
    expect(opened).toBe(call === 4)
  }
}

describe.each([
  ['in memory', () => createInMemoryLine({ perSecond: PER_SECOND, now: () => now })],
  ['in the table', inTable],
])('a line %s', (_, create) => {
  it('gives slots one interval apart, from a quarter of a second ago on', async () => {
    const line = create()
    expect(offsets(await ask(line, 3))).toEqual(
      [-250, -250 + INTERVAL, -250 + 2 * INTERVAL].map((at) => Math.round(at * 1_000) / 1_000),
    )
    expect(offsets(await ask(line, 1))).toEqual([Math.round((-250 + 3 * INTERVAL) * 1_000) / 1_000])
  })

  it('begins anew after idleness', async () => {
    const line = create()
    await ask(line, 14)
    now += 60_000
    expect(offsets(await ask(line, 1))).toEqual([59_750])
  })

  it('is too long for marketing before it is for service', async () => {
    const line = create()
    await ask(line, 14)
    const { kind, until } = (await ask(line, 1, 'marketing')) as { kind: string; until: number }
    expect(kind).toBe('busy')
    expect(until).toBeCloseTo(START - 250 + 14 * INTERVAL - 500, 2)
    expect((await ask(line, 1)).kind).toBe('slots')
    now = Math.ceil(until) + 72
    expect((await ask(line, 1, 'marketing')).kind).toBe('slots')
  })

  it('opens after five failures in a row, and closes when its one probe is answered', async () => {
    const line = create()
    await openCircuit(line)
    expect(await ask(line)).toEqual({ kind: 'open', until: START + 30_000 })
    now += 30_000
    const probe = await slotOf(line)
    expect(probe).toEqual({ channel: 'email', at: now, lease: now + 30_000 })
    expect(await ask(line)).toEqual({ kind: 'open', until: now + 30_000 })
    await line.report(probe, 'answered')
    expect(await ask(line)).toMatchObject({ kind: 'slots' })
    await openCircuit(line)
    expect(await ask(line)).toEqual({ kind: 'open', until: now + 30_000 })
  })

  it('rests longer where the probe fails, and forgets that when it has closed', async () => {
    const line = create()
    await openCircuit(line)
    for (const rest of [60_000, 120_000]) {
      const { until } = (await ask(line)) as { until: number }
      now = until
      expect(await line.report(await slotOf(line), 'failed')).toEqual({ opened: true })
      expect(await ask(line)).toEqual({ kind: 'open', until: now + rest })
    }
  })

  it('has another probe where the first one’s worker died, whose late word then changes nothing', async () => {
    const line = create()
    await openCircuit(line)
    now += 30_000
    const lost = await slotOf(line)
    now += 30_000
    const probe = await slotOf(line)
    await line.report(lost, 'answered')
    expect((await ask(line)).kind).toBe('open')
    expect(await line.report(lost, 'failed')).toEqual({ opened: false })
    await line.report(probe, 'answered')
    expect((await ask(line)).kind).toBe('slots')
  })

  it('opens at once where the account is paused', async () => {
    const line = create()
    expect(await line.report(await slotOf(line), 'paused')).toEqual({ opened: true })
    expect(await ask(line)).toEqual({ kind: 'open', until: START + 300_000 })
  })

  it('stays closed where one call between is answered', async () => {
    const line = create()
    for (const outcome of ['failed', 'failed', 'failed', 'failed', 'answered', 'failed', 'failed'] as const)
      expect(await line.report(await slotOf(line), outcome)).toEqual({ opened: false })
    expect((await ask(line)).kind).toBe('slots')
  })

  it('rests for ten messages where it is throttled', async () => {
    const line = create()
    await line.report(await slotOf(line), 'throttled')
    const [at = 0] = offsets(await ask(line))
    expect(at).toBeCloseTo(10 * INTERVAL, 2)
  })

  it('is one of its channel', async () => {
    const line = create()
    await openCircuit(line)
    const sms = await line.reserve({ channel: 'sms', purpose: 'service', count: 1, latest: now + 1_000 })
    expect(sms.kind).toBe('slots')
  })
})

describe('many workers on one line', () => {
  it('get no slot twice, and leave none out', async () => {
    const workers = Array.from({ length: 8 }, inTable)
    const taken: number[] = []
    for (let round = 0; round < 5; round++) {
      const answers = await Promise.all(workers.map((worker) => ask(worker, 3)))
      for (const answer of answers) if (answer.kind === 'slots') taken.push(...offsets(answer))
      now += 1_000
    }
    taken.sort((left, right) => left - right)
    expect(taken.length).toBeGreaterThanOrEqual(60)
    for (const [index, at] of taken.entries())
      if (index > 0) expect(at - (taken[index - 1] ?? 0)).toBeCloseTo(INTERVAL, 2)
  })

  it('count failures together, and open the circuit for all', async () => {
    const workers = Array.from({ length: 5 }, inTable)
    const reports = await Promise.all(
      workers.map(async (worker) => worker.report(await slotOf(worker), 'failed')),
    )
    expect(reports.filter(({ opened }) => opened)).toHaveLength(1)
    for (const worker of workers) expect((await ask(worker)).kind).toBe('open')
  })

  it('send one probe', async () => {
    const workers = Array.from({ length: 8 }, inTable)
    const [first] = workers
    if (first) await openCircuit(first)
    now += 30_000
    const answers = await Promise.all(workers.map((worker) => ask(worker, 5)))
    expect(answers.filter(({ kind }) => kind === 'slots')).toHaveLength(1)
    expect(answers.filter(({ kind }) => kind === 'open')).toHaveLength(7)
  })
})
