import { deliveryQueueOf } from '#shared/domain/delivery/delivery-queue.ts'
import { RetryableError } from '#shared/domain/errors.ts'
import type { Delivery } from '#shared/ports/decision-recorder.ts'
import type { DeliveryQueues } from '#shared/ports/delivery-queues.ts'
import { inParallel } from '#shared/use-cases/in-parallel.ts'

/** What one request to a queue takes, and how many requests are under way. */
const BATCH = 10
const CONCURRENCY = 8

/**
 * Puts messages on their queues.
 * @throws RetryableError `unavailable` where one found no place: they must all come again
 */
export const enqueueAll = async (deliveries: readonly Delivery[], queues: DeliveryQueues): Promise<void> => {
  const batches = [...Map.groupBy(deliveries, deliveryQueueOf).values()].flatMap((ofQueue) =>
    Array.from({ length: Math.ceil(ofQueue.length / BATCH) }, (_, batch) =>
      ofQueue.slice(batch * BATCH, (batch + 1) * BATCH),
    ),
  )
  await inParallel(batches, CONCURRENCY, async (batch) => {
    const left = await queues.enqueue(batch)
    if (left.length > 0) throw new RetryableError('unavailable')
  })
}
