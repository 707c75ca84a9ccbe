import { setTimeout as pause } from 'node:timers/promises'
import type { Deliver } from '#infra/local/event-bus.ts'
import type { QueueCalls } from '#infra/local/queue-calls.ts'

interface Waiting {
  readonly body: string
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

const maxEntries = 10
const maxBytes = 1024 * 1024
const attempts = 5

/**
 * Delivery of bus events to SQS queues: SendMessageBatch, ten and at most 1 MB a request, failed entries sent again.
 * Bodies of calls made at the same time share requests. Rejects for a target that is no known queue.
 */
export function createQueueDelivery(options: {
  readonly queues: Pick<QueueCalls, 'send'>
  /** Queue ARN → queue URL on loopback. */
  readonly queueUrls: Readonly<Record<string, string>>
}): Deliver {
  const waiting = new Map<string, Waiting[]>()

  const flush = (queueUrl: string) => {
    const batches = inBatches(waiting.get(queueUrl) ?? [])
    waiting.delete(queueUrl)
    for (const batch of batches) void sendBatch(options.queues, queueUrl, batch)
  }

  const enqueue = (queueUrl: string, body: string) =>
    new Promise<void>((resolve, reject) => {
      const others = waiting.get(queueUrl)
      if (others) others.push({ body, resolve, reject })
      else {
        waiting.set(queueUrl, [{ body, resolve, reject }])
        setImmediate(flush, queueUrl)
      }
    })

  return async (arn, bodies) => {
    const queueUrl = options.queueUrls[arn]
    if (queueUrl === undefined) throw new Error(`The target ${arn} is no queue of the local cloud`)
    await Promise.all(bodies.map((body) => enqueue(queueUrl, body)))
  }
}

function inBatches(all: readonly Waiting[]): Waiting[][] {
  const batches: Waiting[][] = []
  let room = 0
  for (const one of all) {
    const bytes = Buffer.byteLength(one.body)
    const last = batches.at(-1)
    if (last && last.length < maxEntries && bytes <= room) last.push(one)
    else {
      batches.push([one])
      room = maxBytes
    }
    room -= bytes
  }
  return batches
}

/** Settles every member of the batch; never throws. */
async function sendBatch(
  queues: Pick<QueueCalls, 'send'>,
  queueUrl: string,
  batch: Waiting[],
): Promise<void> {
  let left = batch
  for (let attempt = 1; left.length > 0; attempt++) {
    const failures = await failuresOf(queues, queueUrl, left)
    left.forEach((one, index) => void (failures.has(index) || one.resolve()))
    const final = attempt === attempts
    left = left.filter((one, index) => {
      const failure = failures.get(index)
      if (failure && (final || !failure.retryable))
        one.reject(new Error(`${queueUrl} did not take it: ${failure.code}`))
      return failure?.retryable && !final
    })
    if (left.length > 0) await pause(20 * 2 ** attempt)
  }
}

/** By index in the batch. */
type Failures = ReadonlyMap<number, { code: string; retryable: boolean }>

async function failuresOf(
  queues: Pick<QueueCalls, 'send'>,
  QueueUrl: string,
  batch: Waiting[],
): Promise<Failures> {
  const Entries = batch.map(({ body }, index) => ({ Id: `${index}`, MessageBody: body }))
  try {
    const { Failed = [] } = await queues.send({ QueueUrl, Entries })
    return new Map(
      Failed.map(({ Id, Code = 'Unknown', SenderFault }) => [
        Number(Id),
        { code: Code, retryable: !SenderFault },
      ]),
    )
  } catch (error) {
    const code = error instanceof Error ? error.name : 'Unknown'
    return new Map(batch.map((_, index) => [index, { code, retryable: false }]))
  }
}
