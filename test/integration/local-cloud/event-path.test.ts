import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { localClientConfig } from '#infra/local/clients.ts'
import { type LocalCloud, startLocalCloud } from '#infra/local/cloud.ts'
import { writeFixtureAssembly } from '#test/support/local-cloud/fixture-assembly.ts'
import { publishOrders, storedOrders } from '#test/support/local-cloud/fixture-orders.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'bellwether-'))
let cloud: LocalCloud

beforeAll(async () => {
  cloud = await startLocalCloud({
    dataDirectory: path.join(directory, 'data'),
    assembly: writeFixtureAssembly(path.join(directory, 'cdk.out')),
    schedules: 'manual',
    clock: 'event',
    visibilityTimeoutSeconds: 1,
  })
})

afterAll(async () => {
  await cloud?.stop()
  rmSync(directory, { recursive: true, force: true })
})

test('an event goes by rule, queue and function into the table, its metrics are summed', async () => {
  const before = cloud.metrics().Orders ?? 0
  await publishOrders(
    cloud,
    Array.from({ length: 25 }, (_, index) => ({ orderId: `path-${index}` })),
  )
  await cloud.settled()
  const orders = await storedOrders(cloud)
  expect(orders.get('path-0')).toMatchObject({ handled: 1, receives: 1, clock: 'event' })
  expect([...orders.keys()].filter((id) => id.startsWith('path-'))).toHaveLength(25)
  expect(cloud.metrics().Orders).toBe(before + 25)
})

test('a failed item of a batch comes back, then lies in the dead-letter queue; the others are done once', async () => {
  const poison = { orderId: 'poison', fail: true } as const
  await publishOrders(cloud, [{ orderId: 'good-1' }, poison, { orderId: 'good-2' }])
  await cloud.settled()
  const client = new SQSClient(localClientConfig(cloud.endpoints.sqs))
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({ QueueUrl: cloud.outputs.DlqUrl, MaxNumberOfMessages: 10 }),
  )
  client.destroy()
  expect(Messages.map(({ Body }) => JSON.parse(Body ?? '').detail)).toEqual([poison])
  const orders = await storedOrders(cloud)
  expect(orders.get('good-1')).toMatchObject({ handled: 1 })
  expect(orders.get('good-2')).toMatchObject({ handled: 1 })
  expect(orders.has('poison')).toBe(false)
})

test('a tick calls the scheduled function with that time, and gives its error back', async () => {
  await cloud.tickSchedules(new Date('2026-03-01T10:00:00Z'))
  const orders = await storedOrders(cloud)
  expect(orders.get('2026-03-01T10:00:00Z')).toMatchObject({ detailType: 'Scheduled Event' })
  await expect(cloud.tickSchedules(new Date('1999-01-01T00:00:00Z'))).rejects.toThrow('too early')
})
