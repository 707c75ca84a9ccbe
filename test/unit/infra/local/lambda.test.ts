import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { FunctionLog } from '#infra/local/function-log.ts'
import { LocalFunction } from '#infra/local/lambda.ts'
import { temporaryDirectory } from '#test/support/local-cloud/temporary-directory.ts'

const start = (source: string, timeoutSeconds = 10) => {
  const directory = temporaryDirectory()
  const modulePath = path.join(directory, 'index.mjs')
  writeFileSync(modulePath, source)
  const log = new FunctionLog(path.join(directory, 'logs'))
  const definition = {
    name: 'fixture',
    arn: 'arn:fixture',
    modulePath,
    handlerName: 'handler',
    environment: { ONLY: 'this' },
    timeoutSeconds,
    memorySize: 256,
  }
  const lambda = new LocalFunction(definition, log)
  onTestFinished(() => lambda.stop())
  return { lambda, log }
}

test('event, result, environment and context are those of the function alone', async () => {
  const { lambda } = start(`export const handler = async (event, context) => ({
    event, env: process.env, name: context.functionName, left: context.getRemainingTimeInMillis() > 0,
    lost: undefined,
  })`)
  expect(await lambda.invoke({ at: new Date(0) })).toEqual({
    event: { at: '1970-01-01T00:00:00.000Z' },
    env: { ONLY: 'this' },
    name: 'fixture',
    left: true,
  })
})

test('what was printed is there when the invocation ends', async () => {
  const { lambda, log } = start(`export const handler = async () => {
    console.log('out'); console.error('err'); process.stdout.write('raw\\n')
  }`)
  expect(await lambda.invoke({})).toBeUndefined()
  expect(log.lines).toEqual(['out', 'err', 'raw'])
})

test('an environment is used again, two at most at once', async () => {
  const { lambda } = start(`let calls = 0
    export const handler = async (wait) => {
      calls++
      if (wait) await new Promise((resolve) => setImmediate(resolve))
      return calls
    }`)
  await lambda.invoke(false)
  expect(await lambda.invoke(false)).toBe(2)
  const calls = await Promise.all(Array.from({ length: 6 }, () => lambda.invoke(true)))
  expect(calls.filter((count) => count === 1).length).toBeLessThanOrEqual(1)
})

test.each([
  ['throws', `throw new TypeError('wrong')`, 'fixture: TypeError: wrong'],
  ['exits', 'process.exit(3)', 'exit 3'],
  ['breaks down', `setImmediate(() => { throw new Error('stray') }); await new Promise(() => {})`, 'stray'],
  ['hangs', `await new Promise((resolve) => setTimeout(resolve, 60_000))`, 'timed out'],
])('a function that %s fails its invocation; the next one works', async (_what, body, message) => {
  const { lambda } = start(
    `export const handler = async (bad) => { if (bad) { ${body} } return 'fine' }`,
    0.3,
  )
  await expect(lambda.invoke(true)).rejects.toThrow(message)
  expect(await lambda.invoke(false)).toBe('fine')
  expect(lambda.running).toBe(0)
})

test('an environment that broke down between invocations is not used again', async () => {
  const { lambda, log } = start(`export const handler = async (bad) => {
    if (bad) setImmediate(() => { console.log('stray'); process.exit(1) })
    return 'fine'
  }`)
  expect(await lambda.invoke(true)).toBe('fine')
  await expect.poll(() => log.lines).toEqual(['stray'])
  // One invocation may still meet it while it ends.
  await expect.poll(() => lambda.invoke(false).catch(String)).toBe('fine')
})

test('stop fails the invocations under way, the waiting ones and those to come', async () => {
  const { lambda, log } = start(`export const handler = () => {
    console.log('held')
    return new Promise(() => setInterval(() => {}, 1000))
  }`)
  const ends = ['a', 'b', 'waiting'].map((event) => lambda.invoke(event).catch(String))
  await expect.poll(() => log.lines).toEqual(['held', 'held'])
  await lambda.stop()
  expect(await Promise.all(ends)).toEqual([
    expect.stringContaining('exit'),
    expect.stringContaining('exit'),
    expect.stringContaining('Stopped'),
  ])
  await expect(lambda.invoke('late')).rejects.toThrow('Stopped')
})

test('a bundle that cannot be loaded, or has no such handler, fails the invocation', async () => {
  await expect(start('throw new Error("at load")').lambda.invoke({})).rejects.toThrow('at load')
  await expect(start('export const other = 1').lambda.invoke({})).rejects.toThrow(
    'exports no function handler',
  )
})
