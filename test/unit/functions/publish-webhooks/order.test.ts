import { marshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { publishWebhooks } from '#functions/publish-webhooks/publish-webhooks.ts'
import { deliverBatch } from '#infra/local/stream-batch.ts'
import { createWebhookQueue } from '#shared/adapters/sqs/webhook-queue.ts'
import type { MessageState } from '#shared/domain/message/lifecycle.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { inStreamOrder } from '#shared/lambda/stream-batch.ts'
import { aMessage } from '#test/support/builders/messages.ts'
import { createCounts } from '#test/support/fakes/delivery-world.ts'
import { type EntryFate, scriptedFifo } from '#test/support/fakes/scripted-fifo.ts'

const STATES: readonly MessageState[] = ['queued', 'sending', 'sent', 'delivered', 'complained']

const settings = async () => ({
  ...defaultSettings,
  webhooks: ['crm', 'warehouse'].map((id) => ({
    id,
    url: `https://${id}.bank.example/`,
    events: ['message.*'],
  })),
})

/** The stream of some customers' messages, each write with one or more steps, customers mixed. */
const streamOf = (
  writes: readonly { readonly customer: number; readonly steps: number }[],
): DynamoDBRecord[] => {
  const told = new Map<number, number>()
  return writes.flatMap(({ customer, steps }, index) => {
    const from = told.get(customer) ?? 0
    const to = Math.min(STATES.length, from + steps)
    if (from === to) return []
    told.set(customer, to)
    const image = (length: number) =>
      marshall(
        aMessage({
          customerId: `C${customer}`,
          history: STATES.slice(0, length).map((state) => ({ state, at: '2026-03-10T09:00:00.000Z' })),
        }),
        { removeUndefinedValues: true },
      )
    const dynamodb = {
      SequenceNumber: String(1000 + index),
      NewImage: image(to),
      ...(from > 0 && { OldImage: image(from) }),
    }
    return [{ eventName: from > 0 ? 'MODIFY' : 'INSERT', dynamodb } as DynamoDBRecord]
  })
}

/** What comes out for each customer and endpoint, repetitions among it. */
const linesOf = (messages: readonly { readonly group: string; readonly body: string }[]) =>
  [...Map.groupBy(messages, ({ group }) => group).values()].map((line) =>
    line.map(({ body }) => JSON.parse(body).event.data.step as number),
  )

const arbitraryWrites = fc.array(
  fc.record({ customer: fc.integer({ min: 0, max: 5 }), steps: fc.integer({ min: 1, max: 3 }) }),
  { minLength: 1, maxLength: 40 },
)

const fates = fc.infiniteStream(
  fc.oneof(
    { weight: 6, arbitrary: fc.constant<EntryFate>('taken') },
    { weight: 2, arbitrary: fc.constantFrom<EntryFate>('refused', 'lost-answer') },
  ),
)

/** Between two batches: the function dies after its work, so that the batch comes again; or the queue forgets. */
const troubles = fc.infiniteStream(fc.constantFrom('none', 'none', 'dies', 'forgets'))

it('however records are batched, repeated and refused, each line is whole and in order but for repetitions', async () => {
  await fc.assert(
    fc.asyncProperty(
      arbitraryWrites,
      fc.integer({ min: 1, max: 15 }),
      fates,
      troubles,
      async (writes, batchSize, fate, trouble) => {
        // Trouble ends: after so many requests everything is taken.
        let requests = 0
        const queue = scriptedFifo(() => (++requests > 300 ? 'taken' : fate.next().value))
        const handle = inStreamOrder(
          publishWebhooks({
            settings,
            queue: createWebhookQueue({ client: queue.client, queueUrl: 'https://sqs.example/q' }),
            counters: createCounts(),
          }),
        )
        const invoke = async (event: DynamoDBStreamEvent) => {
          const response = await handle(event)
          const what = requests > 300 ? 'none' : trouble.next().value
          if (what === 'forgets') queue.forget()
          if (what === 'dies') throw new Error('timed out')
          return response
        }
        const records = streamOf(writes)
        for (let start = 0; start < records.length; start += batchSize)
          await deliverBatch(records.slice(start, start + batchSize), {
            ...{ invoke, bisects: true, reportsItemFailures: true, maxRetries: -1, maxAge: -1 },
            ...{ onError: () => {}, isStopping: () => false, pause: async () => {} },
            setAside: () => Promise.reject(new Error('nothing is given up')),
          })

        const written = Map.groupBy(records, ({ dynamodb }) => dynamodb?.NewImage?.customerId?.S)
        const expected = [...written.values()].map((ofOne) => {
          const steps = ofOne.at(-1)?.dynamodb?.NewImage?.history?.L?.length ?? 0
          return STATES.slice(0, steps).flatMap((state, index) => (state === 'sending' ? [] : [index + 1]))
        })
        const lines = linesOf(queue.messages)
        const firsts = lines.map((line) => line.filter((step, index) => line.indexOf(step) === index))
        expect(firsts.map(String).sort()).toEqual([...expected, ...expected].map(String).sort())
        expect(Math.max(...queue.groupSizes)).toBe(1)
      },
    ),
    { numRuns: 150 },
  )
})
