import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs'
import { RetryableError } from '#shared/domain/errors.ts'
import type { LaunchQueue } from '#shared/ports/launch-queue.ts'
import type { ReachQueue } from '#shared/ports/reach-jobs.ts'

/** SQS takes ten messages a request. */
const BATCH = 10

interface Queue {
  readonly client: SQSClient
  readonly queueUrl: string
}

/** @throws RetryableError `unavailable` where the queue did not take all */
const sendTo =
  ({ client, queueUrl }: Queue) =>
  async (works: readonly object[], delaySeconds = 0): Promise<void> => {
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
  }

/** The queue of launches behind the port. */
export const createLaunchQueue = (queue: Queue): LaunchQueue => ({ send: sendTo(queue) })

/** The same queue: exact counts of whom a campaign reaches read the same parts, by the same workers. */
export const createReachQueue = (queue: Queue): ReachQueue => ({ send: (works) => sendTo(queue)(works) })
