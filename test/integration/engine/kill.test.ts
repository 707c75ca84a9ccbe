import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, inject, it, vi } from 'vitest'
import { outcomeOf, startEngine } from '#test/support/local-cloud/engine.ts'
import { temporaryDirectory } from '#test/support/local-cloud/temporary-directory.ts'
import { randomOf } from '#test/support/random.ts'
import { recordedStream } from '#test/support/recorded-stream.ts'

const { known, happening } = recordedStream({ customers: 60, transactionsPerCustomer: 6, seed: 3 })

/** The replay as one types it; in a process group of its own, so that all of it can be killed. */
const replay = (file: string, dataDirectory: string): ChildProcess => {
  const args = ['--data', dataDirectory, '--assembly', inject('assembly'), '--visibility', '5']
  return spawn(process.execPath, ['infra/local/commands/replay.ts', file, ...args], {
    detached: true,
    stdio: 'ignore',
  })
}

const toTheEnd = async (file: string, dataDirectory: string): Promise<void> => {
  expect(await once(replay(file, dataDirectory), 'exit')).toEqual([0, null])
}

/** Messages that providers have taken so far. */
const taken = (dataDirectory: string): number => {
  const inbox = path.join(dataDirectory, 'inbox')
  return existsSync(inbox) ? readdirSync(inbox).filter((name) => name.endsWith('.json')).length : 0
}

/** Kills the replay, its functions, queues and database at once, in the middle of its deliveries. */
const killedAt = async (messages: number, file: string, dataDirectory: string): Promise<void> => {
  const child = replay(file, dataDirectory)
  const exited = once(child, 'exit')
  await vi.waitUntil(() => taken(dataDirectory) >= messages || child.exitCode !== null, {
    interval: 2,
    timeout: 60_000,
  })
  const database = Number(readFileSync(path.join(dataDirectory, 'dynamodb.pid'), 'utf8'))
  for (const id of [-(child.pid ?? 0), database]) process.kill(id, 'SIGKILL')
  expect(await exited).toEqual([null, 'SIGKILL'])
}

const outcome = async (dataDirectory: string) => {
  const engine = await startEngine({ dataDirectory })
  return await outcomeOf(engine).finally(engine.stop)
}

const setUp = () => {
  const directory = temporaryDirectory()
  const file = path.join(directory, 'recorded.ndjson')
  writeFileSync(file, [...known, ...happening].map((entry) => JSON.stringify(entry)).join('\n'))
  return { file, data: (name: string) => path.join(directory, name) }
}

it('a replay killed anywhere and run again sends what one clean run sends, each message once', async () => {
  const { file, data } = setUp()
  await toTheEnd(file, data('clean'))
  const all = taken(data('clean'))
  expect(all).toBeGreaterThan(30)
  const expected = await outcome(data('clean'))

  const random = randomOf(11)
  const points = [0.1, 0.4, 0.7].map((share) => Math.ceil((share + 0.2 * random.next()) * all))
  // Side by side, because much of it is waiting for queues to hand out again what was in flight.
  const outcomes = points.map(async (messages) => {
    const killed = data(`killed-at-${messages}`)
    await killedAt(messages, file, killed)
    await toTheEnd(file, killed)
    return await outcome(killed)
  })
  for (const killed of await Promise.all(outcomes)) expect(killed).toEqual(expected)
}, 120_000)
