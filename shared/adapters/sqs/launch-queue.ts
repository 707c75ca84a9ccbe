import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs'
import { RetryableError } from '#shared/domain/errors.ts'
import type { LaunchQueue } from '#shared/ports/launch-queue.ts'

/** SQS takes ten messages a request. */
const BATCH = 10

/** The queue of launches behind the port. */
export const createLaunchQueue = ({
  client,
  queueUrl,
}: {
  readonly client: SQSClient
  readonly queueUrl: string
}): LaunchQueue => ({
  send: async (works, delaySeconds = 0) => {
    for (let start = 0; start < works.length; start += BATCH) {
      const { Failed = [] } = await client.send(
        new SendMessageBatchCommand({
          QueueUrl: queueUrl,
          Entries: works.slice(start, start + BATCH).map((work, index) => ({
            Id: String(index),
            MessageBody: JSON.stringify(work),
            DelaySeconds: delaySeconds,
          })),
        }),
      )
      if (Failed.length > 0) throw new RetryableError('unavailable')
    }
  },
})
