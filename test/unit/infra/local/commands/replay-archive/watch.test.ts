import {
  CancelReplayCommand,
  DescribeReplayCommand,
  EventBridgeClient,
  StartReplayCommand,
} from '@aws-sdk/client-eventbridge'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, expect, test } from 'vitest'
import { startReplay, watchReplay } from '#infra/local/commands/replay-archive/watch.ts'

const bridge = mockClient(EventBridgeClient)
const client = new EventBridgeClient({ region: 'eu-central-1' })
const span = {
  name: 'again',
  from: new Date('2026-11-22T08:00:00Z'),
  to: new Date('2026-11-22T09:00:00Z'),
}
const at = (time: string) => new Date(`2026-11-22T${time}Z`)

beforeEach(() => bridge.reset())

const watch = async (cancel = new AbortController()) => {
  const progress: number[] = []
  const end = await watchReplay(client, span, {
    cancel: cancel.signal,
    onProgress: (seconds) => void progress.push(seconds),
    pause: async () => {},
  })
  return { end, progress }
}

test('is of the archive, and for our rule only', async () => {
  bridge.on(StartReplayCommand).resolves({})
  await startReplay(client, { archiveArn: 'arn:archive', busArn: 'arn:bus', ruleArn: 'arn:rule' }, span)
  expect(bridge.commandCalls(StartReplayCommand)[0]?.args[0].input).toMatchObject({
    ReplayName: 'again',
    EventSourceArn: 'arn:archive',
    EventStartTime: span.from,
    EventEndTime: span.to,
    Destination: { Arn: 'arn:bus', FilterArns: ['arn:rule'] },
  })
})

test('is watched until it is over, by the time of what was replayed', async () => {
  bridge
    .on(DescribeReplayCommand)
    .resolvesOnce({ State: 'STARTING' })
    .resolvesOnce({ State: 'RUNNING', EventLastReplayedTime: at('07:59:00') })
    .resolvesOnce({ State: 'RUNNING', EventLastReplayedTime: at('08:20:00') })
    .resolves({ State: 'COMPLETED', EventLastReplayedTime: at('08:50:00') })
  expect(await watch()).toEqual({
    end: { name: 'again', state: 'COMPLETED', lastReplayed: at('08:50:00') },
    progress: [0, 1200, 3600],
  })
})

test('says why it failed', async () => {
  bridge.on(DescribeReplayCommand).resolves({ State: 'FAILED', StateReason: 'no key' })
  expect((await watch()).end).toEqual({ name: 'again', state: 'FAILED', reason: 'no key' })
})

test('is cancelled once when told to, and watched to its end', async () => {
  bridge.on(CancelReplayCommand).resolves({ State: 'CANCELLING' })
  bridge
    .on(DescribeReplayCommand)
    .resolvesOnce({ State: 'CANCELLING' })
    .resolves({ State: 'CANCELLED', EventLastReplayedTime: at('08:10:00') })
  const cancel = new AbortController()
  cancel.abort()
  const { end } = await watch(cancel)
  expect(end).toEqual({ name: 'again', state: 'CANCELLED', lastReplayed: at('08:10:00') })
  expect(bridge.commandCalls(CancelReplayCommand)).toHaveLength(1)
})

test('that was over before it could be cancelled counts as what it is', async () => {
  const error = Object.assign(new Error('not running'), { name: 'IllegalStatusException' })
  bridge.on(CancelReplayCommand).rejects(error)
  bridge.on(DescribeReplayCommand).resolves({ State: 'COMPLETED' })
  const cancel = new AbortController()
  cancel.abort()
  expect((await watch(cancel)).end.state).toBe('COMPLETED')
})

test('that cannot be cancelled is an error', async () => {
  bridge.on(CancelReplayCommand).rejects(new Error('denied'))
  const cancel = new AbortController()
  cancel.abort()
  await expect(watch(cancel)).rejects.toThrow('denied')
})
