import type { SQSEvent, SQSRecord } from 'aws-lambda'
import { expect, test } from 'vitest'
import { EventSource, failedIds, fitting } from '#infra/local/event-source.ts'

const records = ['a', 'b'].map((messageId) => ({ messageId }) as SQSRecord)

test.each([[undefined], [null], [{}], [{ batchItemFailures: null }], [{ batchItemFailures: [] }]])(
  '%j means that all went well',
  (response) => expect(failedIds(response, records)).toEqual(new Set()),
)

test('the named messages failed', () => {
  expect(failedIds({ batchItemFailures: [{ itemIdentifier: 'b' }] }, records)).toEqual(new Set(['b']))
})

test.each([
  [{ batchItemFailures: [{ itemIdentifier: 'unknown' }] }],
  [{ batchItemFailures: [{ itemIdentifier: '' }] }],
  [{ batchItemFailures: [{}] }],
  [{ batchItemFailures: [null] }],
])('%j makes the whole batch fail, as on AWS', (response) => {
  expect(() => failedIds(response, records)).toThrow('unknown message')
})

const MEGABYTE = 1024 * 1024
const bodies = (count: number, bytes: number) =>
  Array.from({ length: count }, () => ({ Body: 'x'.repeat(bytes) }))

test.each([
  ['nothing', [], 0],
  ['many small ones', bodies(100, 400), 100],
  ['five of a megabyte, the frames of six being too much', bodies(8, MEGABYTE), 5],
  ['one, however large', bodies(2, 7 * MEGABYTE), 1],
  [
    'half as many where each character must be escaped',
    [{ Body: '"'.repeat(4 * MEGABYTE) }, { Body: '' }],
    1,
  ],
])('Lambda hands over %s', (_, messages, expected) => expect(fitting(messages)).toBe(expected))

test('what is too much for one invocation comes with the next, each message once', async () => {
  const waiting = bodies(14, MEGABYTE).map((message, number) => ({ ...message, MessageId: `m${number}` }))
  const everything = Promise.withResolvers<void>()
  const handed: string[][] = []
  const source = new EventSource({
    queues: {
      receive: async ({ MaxNumberOfMessages }) => ({ Messages: waiting.splice(0, MaxNumberOfMessages) }),
      remove: async () => ({ Successful: [], Failed: [] }),
    },
    queueUrl: 'http://127.0.0.1/queue',
    queueArn: 'arn:aws:sqs:local:000000000000:queue',
    batchSize: 100,
    windowSeconds: 1,
    concurrency: 1,
    reportsItemFailures: false,
    invoke: async ({ Records }: SQSEvent) => {
      handed.push(Records.map(({ messageId }) => messageId))
      if (handed.flat().length === 14) everything.resolve()
    },
    onError: everything.reject,
  })
  await everything.promise
  await source.stop()
  expect(handed.map(({ length }) => length)).toEqual([5, 5, 4])
  expect(new Set(handed.flat()).size).toBe(14)
})
