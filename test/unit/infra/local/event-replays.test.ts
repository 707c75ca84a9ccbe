import {
  CancelReplayCommand,
  DescribeReplayCommand,
  EventBridgeClient,
  PutEventsCommand,
  StartReplayCommand,
} from '@aws-sdk/client-eventbridge'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { localArn } from '#infra/local/account.ts'
import { localClientConfig } from '#infra/local/clients.ts'
import { EventArchive } from '#infra/local/event-archive.ts'
import { startEventBridgeEndpoint } from '#infra/local/event-bridge-endpoint.ts'
import { type BusRule, createEventBus, type Deliver } from '#infra/local/event-bus.ts'
import { compileEventPattern } from '#infra/local/event-pattern.ts'
import { createEventReplays, type EventReplays } from '#infra/local/event-replays.ts'
import { temporaryDirectory } from '#test/support/local-cloud/temporary-directory.ts'

const ARCHIVE = localArn('events', 'archive/bank')
const BUS = localArn('events', 'event-bus/bank')

let client: EventBridgeClient
let endpoint: { url: string; stop(): Promise<void> }
let replays: EventReplays
let archive: EventArchive
let delivered: { arn: string; event: Record<string, unknown> }[]
let deliver: Deliver

const rule = (name: string): BusRule => ({
  name,
  arn: `arn:rule/${name}`,
  busName: 'bank',
  matches: compileEventPattern({ source: [{ prefix: 'bank.' }] }),
  targets: [{ arn: `arn:${name}`, id: 't' }],
})

beforeEach(async () => {
  delivered = []
  deliver = async (arn, bodies) =>
    void delivered.push(...bodies.map((body) => ({ arn, event: JSON.parse(body) })))
  archive = new EventArchive({
    directory: temporaryDirectory(),
    arn: ARCHIVE,
    busName: 'bank',
    matches: compileEventPattern({ source: [{ prefix: 'bank.' }] }),
  })
  const bus = createEventBus({
    buses: ['bank'],
    rules: [rule('ours'), rule('theirs')],
    archives: [archive],
    deliver: (...call) => deliver(...call),
  })
  replays = createEventReplays([archive], bus)
  endpoint = await startEventBridgeEndpoint(bus, replays.operations)
  client = new EventBridgeClient({ ...localClientConfig(endpoint.url), maxAttempts: 1 })
})

afterEach(async () => {
  client.destroy()
  await endpoint.stop()
  await replays.stop()
  archive.close()
})

const publish = async (count: number, Time: Date, Source = 'bank.core'): Promise<void> => {
  for (let n = 0; n < count; n++)
    await client.send(
      new PutEventsCommand({
        Entries: [{ EventBusName: 'bank', Source, DetailType: 'X', Detail: `{"n":${n}}`, Time }],
      }),
    )
  delivered = []
}

const noon = new Date('2026-05-06T12:00:00Z')
const span = {
  ReplayName: 'again',
  EventSourceArn: ARCHIVE,
  EventStartTime: new Date('2026-05-06T00:00:00Z'),
  EventEndTime: new Date('2026-05-07T00:00:00Z'),
  Destination: { Arn: BUS, FilterArns: ['arn:rule/ours'] },
}

const stateOf = async (ReplayName: string) =>
  (await client.send(new DescribeReplayCommand({ ReplayName }))).State

const ended = (name: string, state: string) =>
  vi.waitUntil(async () => (await stateOf(name)) === state, { timeout: 5_000, interval: 5 })

describe('a replay, with the AWS SDK as it is', () => {
  it('hands the archived events to the rules that it names, each with its name', async () => {
    await publish(25, noon)
    const started = await client.send(new StartReplayCommand(span))
    expect(started.State).toBe('STARTING')
    await ended('again', 'COMPLETED')
    expect(delivered.map(({ arn, event }) => [arn, event.detail, event['replay-name']])).toEqual(
      Array.from({ length: 25 }, (_, n) => ['arn:ours', { n }, 'again']),
    )
    const described = await client.send(new DescribeReplayCommand({ ReplayName: 'again' }))
    expect(described).toMatchObject({
      ReplayArn: started.ReplayArn,
      EventSourceArn: ARCHIVE,
      EventStartTime: span.EventStartTime,
      EventEndTime: span.EventEndTime,
      EventLastReplayedTime: noon,
      Destination: span.Destination,
    })
  })

  it('goes to every rule where it names none, and is not archived again', async () => {
    await publish(1, noon)
    for (const ReplayName of ['first', 'second']) {
      delivered = []
      await client.send(new StartReplayCommand({ ...span, ReplayName, Destination: { Arn: BUS } }))
      await ended(ReplayName, 'COMPLETED')
      expect(delivered.map(({ arn }) => arn).sort()).toEqual(['arn:ours', 'arn:theirs'])
    }
  })

  it('is of what the archive keeps, and of its span', async () => {
    await publish(1, noon, 'shop.core')
    await publish(1, new Date('2026-05-07T00:00:00Z'))
    await client.send(new StartReplayCommand(span))
    await ended('again', 'COMPLETED')
    expect(delivered).toEqual([])
  })

  it('ends when it is cancelled, and can be cancelled once', async () => {
    await publish(25, noon)
    const { promise, resolve } = Promise.withResolvers<void>()
    const calls: string[] = []
    deliver = (arn) => {
      calls.push(arn)
      return promise
    }
    await client.send(new StartReplayCommand(span))
    await vi.waitUntil(() => calls.length === 1)
    const cancel = new CancelReplayCommand({ ReplayName: 'again' })
    expect((await client.send(cancel)).State).toBe('CANCELLING')
    resolve()
    await ended('again', 'CANCELLED')
    expect(calls).toHaveLength(1)
    await expect(client.send(cancel)).rejects.toMatchObject({ name: 'IllegalStatusException' })
  })

  it('fails where a target takes nothing, and says why', async () => {
    await publish(1, noon)
    deliver = () => Promise.reject(new Error('the queue is gone'))
    await client.send(new StartReplayCommand(span))
    await ended('again', 'FAILED')
    const { StateReason } = await client.send(new DescribeReplayCommand({ ReplayName: 'again' }))
    expect(StateReason).toContain('the queue is gone')
  })

  it.each([
    ['a name twice', {}, 'ResourceAlreadyExistsException'],
    ['another archive', { ReplayName: 'b', EventSourceArn: `${ARCHIVE}x` }, 'ResourceNotFoundException'],
    ['another bus', { ReplayName: 'b', Destination: { Arn: `${BUS}x` } }, 'ValidationException'],
    [
      'an end before its begin',
      { ReplayName: 'b', EventEndTime: span.EventStartTime },
      'ValidationException',
    ],
    ['a name that is none', { ReplayName: 'a b' }, 'ValidationException'],
  ])('refuses %s', async (_, changes, name) => {
    await client.send(new StartReplayCommand(span))
    const refused = client.send(new StartReplayCommand({ ...span, ...changes }))
    await expect(refused).rejects.toMatchObject({ name })
  })

  it('says what it does not know', async () => {
    await expect(stateOf('unheard-of')).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  })
})
