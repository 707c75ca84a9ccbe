import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'
import { describe, expect, it } from 'vitest'
import { deliverBatch, firstFailed, type StreamDelivery } from '#infra/local/stream-batch.ts'
import { StreamCheckpoint } from '#infra/local/stream-checkpoint.ts'
import { streamedTable } from '#infra/local/stream-sources.ts'
import { temporaryDirectory } from '#test/support/local-cloud/temporary-directory.ts'

const records = (...numbers: readonly number[]) =>
  numbers.map(
    (number) =>
      ({
        dynamodb: { SequenceNumber: String(number), ApproximateCreationDateTime: Date.now() / 1000 },
      }) as DynamoDBRecord,
  )

const numbersOf = (all: readonly DynamoDBRecord[]) =>
  all.map(({ dynamodb }) => Number(dynamodb?.SequenceNumber))

/** @param answer what the function says to a batch, or throws */
const world = (
  answer: (numbers: readonly number[], call: number) => unknown,
  options: Partial<StreamDelivery> = {},
) => {
  const batches: number[][] = []
  const setAside: number[][] = []
  const delivery: StreamDelivery = {
    invoke: async ({ Records }: DynamoDBStreamEvent) => {
      const numbers = numbersOf(Records)
      batches.push(numbers)
      return answer(numbers, batches.length)
    },
    reportsItemFailures: true,
    bisects: true,
    maxRetries: -1,
    maxAge: -1,
    setAside: async (all) => void setAside.push(numbersOf(all)),
    onError: () => {},
    isStopping: () => false,
    pause: async () => {},
    ...options,
  }
  return { delivery, batches, setAside }
}

const failFrom = (number: number) => ({ batchItemFailures: [{ itemIdentifier: String(number) }] })

describe('a batch of a stream', () => {
  it('is done when the function says nothing else', async () => {
    const { delivery, batches } = world(() => ({ batchItemFailures: [] }))
    await deliverBatch(records(1, 2, 3), delivery)
    expect(batches).toEqual([[1, 2, 3]])
  })

  it('comes again from the first record that failed', async () => {
    const { delivery, batches } = world((_, call) => (call === 1 ? failFrom(2) : undefined))
    await deliverBatch(records(1, 2, 3), delivery)
    expect(batches).toEqual([
      [1, 2, 3],
      [2, 3],
    ])
  })

  it('is halved until one bad record stands alone, and that is set aside with nobody else', async () => {
    const bad = (numbers: readonly number[]) => {
      if (numbers.includes(3)) throw new Error('poison')
    }
    const { delivery, batches, setAside } = world(bad, { maxRetries: 1 })
    await deliverBatch(records(1, 2, 3, 4), delivery)
    expect(batches).toEqual([[1, 2, 3, 4], [1, 2], [3, 4], [3], [3], [4]])
    expect(setAside).toEqual([[3]])
  })

  it('is set aside when it is too old', async () => {
    const { delivery, setAside } = world(
      () => {
        throw new Error('down')
      },
      { maxAge: 0 },
    )
    const [record] = records(1)
    const old = {
      ...record,
      dynamodb: { ...record?.dynamodb, ApproximateCreationDateTime: 1 },
    } as DynamoDBRecord
    await deliverBatch([old], delivery)
    expect(setAside).toEqual([[1]])
  })

  it('is not done when everything stops', async () => {
    const { delivery } = world(() => undefined, { isStopping: () => true })
    await expect(deliverBatch(records(1), delivery)).rejects.toThrow('stops')
  })

  it.each([[{ batchItemFailures: [{ itemIdentifier: '9' }] }], [{ batchItemFailures: [{}] }]])(
    'fails as a whole when the function answers %j',
    (response) => expect(() => firstFailed(response, records(1, 2))).toThrow('unknown record'),
  )

  it('comes again from the first of several that are named', () => {
    const response = { batchItemFailures: [{ itemIdentifier: '3' }, { itemIdentifier: '2' }] }
    expect(firstFailed(response, records(1, 2, 3))).toBe(1)
  })
})

describe('a checkpoint', () => {
  it('outlives its process, and counts for its own stream only', () => {
    const directory = temporaryDirectory()
    const first = new StreamCheckpoint(directory, 'mapping')
    first.begin('stream-1')
    first.keep('shard', '7')
    const second = new StreamCheckpoint(directory, 'mapping')
    second.begin('stream-1')
    expect(second.of('shard')).toBe('7')
    second.begin('stream-2')
    expect(second.of('shard')).toBeUndefined()
  })
})

it.each([
  ['arn:aws:dynamodb:us-east-1:000000000000:table/journal/stream/2026', 'journal'],
  ['arn:aws:dynamodb:us-east-1:000000000000:table/journal', undefined],
  ['arn:aws:sqs:us-east-1:000000000000:queue', undefined],
])('%s is the stream of %s', (arn, table) => {
  expect(streamedTable(arn)).toBe(table)
})
