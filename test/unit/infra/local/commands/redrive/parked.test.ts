import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { SQSClient } from '@aws-sdk/client-sqs'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, expect, test } from 'vitest'
import { connectionBy } from '#infra/local/commands/connection.ts'
import { isSelected, listParked, putBackParked } from '#infra/local/commands/redrive/parked.ts'
import type { ParkedReader, StoredWork } from '#shared/adapters/dynamodb/parked-reader.ts'

const mock = mockClient(EventBridgeClient)
afterEach(() => mock.reset())

const connection = connectionBy(
  { dynamodb: new DynamoDBClient(), eventBridge: new EventBridgeClient(), sqs: new SQSClient() },
  { BusName: 'bus' },
)

const stored = (parkedId: string, second: number): StoredWork => ({
  parkedId,
  reason: 'amount: expected integer',
  payload: JSON.stringify({ 'detail-type': 'CardChanged', source: 'bank.core', detail: { parkedId } }),
  parkedAt: new Date(Date.UTC(2026, 5, 1, 12, 0, second)),
  parts: 1,
})

/** @param anew ids that are parked again before they are removed */
const readerOf = (works: readonly StoredWork[], anew: readonly string[] = []) => {
  const kept = new Map(works.map((work) => [work.parkedId, work]))
  const reader: ParkedReader = {
    async *list() {
      yield* kept.values()
    },
    read: async (id) => kept.get(id),
    remove: async ({ parkedId }) => !anew.includes(parkedId) && kept.delete(parkedId),
  }
  return { reader, kept }
}

test('a record is removed only when the bus has taken its event', async () => {
  mock.on(PutEventsCommand).resolves({
    FailedEntryCount: 1,
    Entries: [{ EventId: '1' }, { ErrorCode: 'NotAuthorizedForSourceException' }, { EventId: '3' }],
  })
  const { reader, kept } = readerOf([stored('taken', 1), stored('refused', 2), stored('again', 3)], ['again'])
  const rows = await listParked(reader, {})
  const outcomes = await putBackParked(rows, reader, connection)
  expect(Object.fromEntries(outcomes)).toEqual({
    taken: 'put back',
    refused: 'NotAuthorizedForSourceException',
    again: 'parked anew',
  })
  expect([...kept.keys()]).toEqual(['refused', 'again'])
})

test('what somebody else put back meanwhile is gone, and nothing is published', async () => {
  const { reader, kept } = readerOf([stored('a', 1)])
  const rows = await listParked(reader, {})
  kept.clear()
  expect([...(await putBackParked(rows, reader, connection))]).toEqual([['a', 'gone']])
  expect(mock.commandCalls(PutEventsCommand)).toEqual([])
})

test('the oldest is put back first, all of many are', async () => {
  mock.on(PutEventsCommand).callsFake(({ Entries }) => ({ Entries: Entries.map(() => ({ EventId: '1' })) }))
  const { reader, kept } = readerOf(Array.from({ length: 60 }, (_, index) => stored(`w${index}`, 59 - index)))
  const rows = await listParked(reader, {})
  expect(rows[0]?.id).toBe('w59')
  await putBackParked(rows, reader, connection)
  expect(kept.size).toBe(0)
})

test.each([
  [{}, true],
  [{ reason: 'Expected INTEGER' }, true],
  [{ reason: 'text' }, false],
  [{ id: 'ab12' }, true],
  [{ id: 'ab' }, true],
  [{ id: 'b12' }, false],
  [{ id: 'ab', reason: 'text' }, false],
])('%j selects: %s', (options, expected) => {
  expect(isSelected({ parkedId: 'ab12', reason: 'amount: expected integer' }, options)).toBe(expected)
})
