import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs'
import { type DeliveryQueue, deliveryQueueOf } from '#shared/domain/delivery/delivery-queue.ts'
import type { Delivery } from '#shared/ports/decision-recorder.ts'
import type { DeliveryQueues } from '#shared/ports/delivery-queues.ts'

/** SQS takes ten messages a request. */
const BATCH = 10

/** The queues by channel and purpose behind the port. */
export const createDeliveryQueues = ({
  client,
  queueUrls,
}: {
  client: SQSClient
  queueUrls: Readonly<Record<DeliveryQueue, string>>
}): DeliveryQueues => {
  const send = async (queueUrl: string, deliveries: readonly Delivery[]): Promise<readonly Delivery[]> => {
    const { Failed = [] } = await client.send(
      new SendMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: deliveries.map(({ customerId, entry }, index) => ({
          Id: String(index),
          MessageBody: JSON.stringify({ customerId, entry }),
        })),
      }),
    )
    const failed = new Set(Failed.map(({ Id }) => Id))
    return deliveries.filter((_, index) => failed.has(String(index)))
  }

  return {
    enqueue: async (deliveries) => {
      const left: Delivery[] = []
      for (const [queue, ofQueue] of Map.groupBy(deliveries, deliveryQueueOf))
        for (let start = 0; start < ofQueue.length; start += BATCH) {
          const batch = ofQueue.slice(start, start + BATCH)
          try {
            left.push(...(await send(queueUrls[queue], batch)))
          } catch {
            // Whatever the queue's trouble is, the events go back to theirs and the deliveries come again.
            left.push(...batch)
          }
        }
      return left
    },
  }
}
