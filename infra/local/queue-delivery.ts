import type { SQSClient } from '@aws-sdk/client-sqs'
import type { Deliver } from '#infra/local/event-bus.ts'

/**
 * Delivery of bus events to SQS queues: SendMessageBatch, ten and at most 1 MB a request, failed entries sent again.
 * Bodies of calls made at the same time share requests. Rejects for a target that is no known queue.
 */
export function createQueueDelivery(_options: {
  readonly client: SQSClient
  /** Queue ARN → queue URL on loopback. */
  readonly queueUrls: Readonly<Record<string, string>>
}): Deliver {
  throw new Error('not yet')
}
