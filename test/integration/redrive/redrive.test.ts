import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { GetQueueAttributesCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs'
import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type LocalCloud, startLocalCloud } from '#infra/local/cloud.ts'
import { type Connection, connect, seedCampaigns } from '#infra/local/commands/connection.ts'
import type { Findings } from '#infra/local/commands/redrive/print.ts'
import { createParkedReader, type ParkedReader } from '#shared/adapters/dynamodb/parked-reader.ts'
import { createParking } from '#shared/adapters/dynamodb/parking.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import type { Parking } from '#shared/ports/parking.ts'
import { putEntries } from '#shared/publisher/put-entries.ts'
import { profileChanged } from '#test/support/builders/bank-events.ts'
import { runCommandFile } from '#test/support/local-cloud/run-command.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'bellwether-'))
const outputsFile = path.join(directory, 'outputs.json')
const command = path.resolve('infra/local/commands/redrive.ts')
let cloud: LocalCloud
let connection: Connection
let parking: Parking
let parked: ParkedReader

beforeAll(async () => {
  cloud = await startLocalCloud({
    dataDirectory: path.join(directory, 'data'),
    assembly: inject('assembly'),
    schedules: 'manual',
  })
  connection = connect(cloud)
  await seedCampaigns(connection, defaultSettings)
  const table = { documentClient: connection.documentClient, tableName: connection.name('ParkedTable') }
  parking = createParking(table)
  parked = createParkedReader(table)
  writeFileSync(outputsFile, JSON.stringify({ 'Bellwether-All': cloud.outputs }))
})

afterAll(async () => {
  connection?.close()
  await cloud?.stop()
  rmSync(directory, { recursive: true, force: true })
})

const redrive = async (...args: string[]): Promise<Findings & { code: number | null }> => {
  const all = [...args, '--json', '--outputs', outputsFile]
  const { code, out, err } = await runCommandFile(command, all, cloud.environment)
  if (out === '') throw new Error(err)
  return { code, ...JSON.parse(out) }
}

/** Whether the customer has a profile: what an event of theirs leads to. */
const isKnown = async (customerId: string): Promise<boolean> => {
  const { Items = [] } = await connection.documentClient.send(
    new QueryCommand({
      TableName: connection.name('CustomersTable'),
      KeyConditionExpression: 'customerId = :id',
      ExpressionAttributeValues: { ':id': customerId },
    }),
  )
  return Items.length > 0
}

const park = (parkedId: string, payload: string, reason = 'a test'): Promise<void> =>
  parking.park({ parkedId, reason, payload, parkedAt: new Date() })

const sendTo = (output: string, body: string, targetArn?: string): Promise<unknown> =>
  connection.sqs.send(
    new SendMessageCommand({
      QueueUrl: connection.name(output),
      MessageBody: body,
      ...(targetArn && {
        MessageAttributes: { TARGET_ARN: { DataType: 'String', StringValue: targetArn } },
      }),
    }),
  )

const bodiesIn = async (output: string): Promise<(string | undefined)[]> => {
  const request = { QueueUrl: connection.name(output), MaxNumberOfMessages: 10, VisibilityTimeout: 0 }
  const { Messages = [] } = await connection.sqs.send(new ReceiveMessageCommand(request))
  return Messages.map(({ Body }) => Body)
}

test('an event that is valid by now has its effect and is not parked any more; without --yes nothing changes', async () => {
  await park('valid', JSON.stringify(profileChanged('C-parked')))

  const shown = await redrive('--id', 'valid')
  expect(shown.parked).toMatchObject([{ id: 'valid', event: 'CustomerProfileChanged', goesTo: 'bus' }])
  expect(shown.parked[0]).not.toHaveProperty('outcome')
  expect(await parked.read('valid')).toBeDefined()
  await cloud.settled()
  expect(await isKnown('C-parked')).toBe(false)

  const done = await redrive('--id', 'valid', '--yes')
  expect(done).toMatchObject({ code: 0, parked: [{ id: 'valid', outcome: 'put back' }] })
  await cloud.settled()
  expect(await isKnown('C-parked')).toBe(true)
  expect(await parked.read('valid')).toBeUndefined()
})

test('a member of a batch goes back by itself', async () => {
  const { 'detail-type': detailType, detail } = profileChanged('C-member')
  await park('member', JSON.stringify({ batchMember: 2, member: { detailType, detail } }))
  expect((await redrive('--id', 'member', '--yes')).parked).toMatchObject([
    { event: 'CustomerProfileChanged', outcome: 'put back' },
  ])
  await cloud.settled()
  expect(await isKnown('C-member')).toBe(true)
})

test('what is still invalid is parked again under its id; what can never go back is left alone', async () => {
  const entry = { Source: 'bank.core', DetailType: 'CardChanged', Detail: '{"metadata":{},"n":1.10}' }
  await putEntries([entry], { client: connection.eventBridge, busName: connection.busName })
  await cloud.settled()
  const [first] = (await redrive('--reason', 'METADATA.eventid')).parked
  expect(first).toMatchObject({ event: 'CardChanged', goesTo: 'bus' })
  await park('no-json', 'nonsense', 'body: expected JSON')

  const { code, parked: rows } = await redrive('--yes', '--only', 'parked')
  expect(code).toBe(0)
  expect(rows).toContainEqual(expect.objectContaining({ id: first?.id, goesTo: 'bus' }))
  expect(rows.find(({ id }) => id === 'no-json')).toMatchObject({ staysBecause: 'it is no JSON object' })
  await cloud.settled()
  const again = await parked.read(first?.id ?? '')
  expect(again?.reason).toBe(first?.reason)
  expect(again?.parkedAt.toISOString()).not.toBe(first?.parkedAt)
  expect(await parked.read('no-json')).toMatchObject({ payload: 'nonsense' })
})

test('a dead letter goes back to the queue where it failed, and is worked off', async () => {
  await sendTo('BankEventsDlqUrl', JSON.stringify(profileChanged('C-dead')))
  const shown = await redrive('--only', 'dead-letters')
  expect(shown.deadLetters).toEqual([{ queue: 'BankEventsDlq', count: 1, goesTo: 'BankEventsQueue' }])
  await cloud.settled()
  expect(await isKnown('C-dead')).toBe(false)

  const { deadLetters, code } = await redrive('--only', 'dead-letters', '--yes')
  expect(deadLetters).toMatchObject([{ queue: 'BankEventsDlq', moves: { moved: 1, left: {} } }])
  expect(code).toBe(0)
  await cloud.settled()
  expect(await isKnown('C-dead')).toBe(true)
  expect(await bodiesIn('BankEventsDlqUrl')).toEqual([])
})

test('undeliverable events go where they were going; a tick of the schedule stays and is said', async () => {
  const { Attributes } = await connection.sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: connection.name('BankEventsQueueUrl'),
      AttributeNames: ['QueueArn'],
    }),
  )
  const tick = JSON.stringify({ source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} })
  await sendTo('UndeliverableDlqUrl', JSON.stringify(profileChanged('C-target')), Attributes?.QueueArn)
  await sendTo('UndeliverableDlqUrl', JSON.stringify(profileChanged('C-bus')))
  await sendTo('UndeliverableDlqUrl', tick)

  const { deadLetters, code } = await redrive('--only', 'dead-letters', '--yes')
  const left = { "it is a schedule's call, which the next one makes up for": 1 }
  expect(deadLetters).toMatchObject([{ queue: 'UndeliverableDlq', count: 3, moves: { moved: 2, left } }])
  expect(code).toBe(1)
  await cloud.settled()
  expect([await isKnown('C-target'), await isKnown('C-bus')]).toEqual([true, true])
  expect(await bodiesIn('UndeliverableDlqUrl')).toEqual([tick])
})

test('without a running cloud it says what to do', async () => {
  const result = await runCommandFile(command, [], {}, directory)
  expect(result).toMatchObject({ code: 2, out: '' })
  expect(result.err).toMatch(/no local cloud is running: npm start .* or --outputs FILE/)
})
