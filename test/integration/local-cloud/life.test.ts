import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { startLocalCloud } from '#infra/local/cloud.ts'
import { writeFixtureAssembly } from '#test/support/local-cloud/fixture-assembly.ts'
import { publishOrders, storedOrders } from '#test/support/local-cloud/fixture-orders.ts'
import { temporaryDirectory } from '#test/support/local-cloud/temporary-directory.ts'

const setUp = () => {
  const directory = temporaryDirectory()
  const dataDirectory = path.join(directory, 'data')
  const assembly = writeFixtureAssembly(path.join(directory, 'cdk.out'))
  return { dataDirectory, assembly, schedules: 'manual' } as const
}

test('after kill -9 with messages in flight, the next boot on the data handles every one of them', async () => {
  const options = setUp()
  const program = new URL('../../support/local-cloud/held-cloud.ts', import.meta.url)
  const child = fork(program, [options.dataDirectory, options.assembly, '250'], { execArgv: [] })
  expect(await once(child, 'message')).toContain('in flight')
  child.kill('SIGKILL')
  await once(child, 'exit')

  const cloud = await startLocalCloud(options)
  await cloud.settled()
  const orders = await storedOrders(cloud)
  await cloud.stop()
  expect(orders.size).toBe(250)
  expect(orders.get('order-0')).toMatchObject({ receives: 2 })
})

test('stop leaves no process and no port, and the data to the next boot', async () => {
  const options = setUp()
  const first = await startLocalCloud(options)
  await publishOrders(first, [{ orderId: 'kept' }])
  await first.settled()
  const database = Number(readFileSync(path.join(options.dataDirectory, 'dynamodb.pid'), 'utf8'))
  await first.stop()
  expect(() => process.kill(database, 0)).toThrow('ESRCH')
  for (const url of Object.values(first.endpoints)) await expect(fetch(url)).rejects.toThrow('fetch failed')

  const second = await startLocalCloud(options)
  const orders = await storedOrders(second)
  await second.stop()
  expect([...orders.keys()]).toEqual(['kept'])
})

test('a directory in use is refused, and its cloud left alone', async () => {
  const options = setUp()
  const cloud = await startLocalCloud(options)
  await expect(startLocalCloud(options)).rejects.toThrow('already runs a local cloud')
  await publishOrders(cloud, [{ orderId: 'still-here' }])
  await cloud.settled()
  expect((await storedOrders(cloud)).has('still-here')).toBe(true)
  await cloud.stop()
})
