import type { BatchResultErrorEntry, SendMessageBatchRequest } from '@aws-sdk/client-sqs'
import { expect, it } from 'vitest'
import { createQueueDelivery } from '#infra/local/queue-delivery.ts'

/** A queue that refuses a body as often as `refusals` says; keeps what it took. */
const queueWith = (
  refuse: (body: string, attempt: number) => Partial<BatchResultErrorEntry> | undefined = () => undefined,
) => {
  const requests: string[][] = []
  const taken: string[] = []
  const seen = new Map<string, number>()
  const send = async ({ Entries: entries = [] }: SendMessageBatchRequest) => {
    requests.push(entries.map(({ MessageBody }) => `${MessageBody}`))
    const failed: Partial<BatchResultErrorEntry>[] = []
    for (const { Id, MessageBody } of entries) {
      const body = `${MessageBody}`
      seen.set(body, (seen.get(body) ?? 0) + 1)
      const refusal = refuse(body, seen.get(body) ?? 0)
      if (refusal) failed.push({ Id, ...refusal })
      else taken.push(body)
    }
    return { Successful: [], Failed: failed as BatchResultErrorEntry[] }
  }
  const deliver = createQueueDelivery({ queues: { send }, queueUrls: { 'arn:q': 'http://127.0.0.1:1/q' } })
  return { deliver, requests, taken }
}

it('sends ten a request, calls of the same time together', async () => {
  const { deliver, requests, taken } = queueWith()
  const bodies = Array.from({ length: 25 }, (_, at) => `b${at}`)
  await Promise.all(bodies.map((body) => deliver('arn:q', [body])))
  expect(requests.map(({ length }) => length)).toEqual([10, 10, 5])
  expect(taken).toEqual(bodies)
})

it('keeps a request within 1 MB', async () => {
  const { deliver, requests } = queueWith()
  await deliver(
    'arn:q',
    ['a', 'b', 'c', 'd', 'e'].map((letter) => letter.repeat(400_000)),
  )
  expect(requests.map((bodies) => bodies.length)).toEqual([2, 2, 1])
})

it('sends failed entries again, and only those', async () => {
  const { deliver, requests, taken } = queueWith((body, attempt) =>
    body === 'b' && attempt < 3 ? { Code: 'Throttled', SenderFault: false } : undefined,
  )
  await deliver('arn:q', ['a', 'b', 'c'])
  expect(requests).toEqual([['a', 'b', 'c'], ['b'], ['b']])
  expect(taken).toEqual(['a', 'c', 'b'])
})

it('gives up at once on an entry that is at fault itself', async () => {
  const { deliver, requests } = queueWith((body) =>
    body === 'b' ? { Code: 'InvalidMessageContents', SenderFault: true } : undefined,
  )
  await expect(deliver('arn:q', ['a', 'b'])).rejects.toThrow('InvalidMessageContents')
  expect(requests).toHaveLength(1)
})

it('gives up in the end on a queue that goes on failing', async () => {
  const { deliver, requests } = queueWith(() => ({ Code: 'Throttled', SenderFault: false }))
  await expect(deliver('arn:q', ['a'])).rejects.toThrow('Throttled')
  expect(requests).toHaveLength(5)
})

it('rejects for a target that is no queue', async () => {
  await expect(queueWith().deliver('arn:other', ['a'])).rejects.toThrow('arn:other')
})
