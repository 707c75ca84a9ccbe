import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs'
import { RetryableError } from '#shared/domain/errors.ts'
import type { CalendarQueue } from '#shared/ports/calendar-queue.ts'

/** SQS takes ten messages a request. */
const BATCH = 10

/** The calendar's queue behind the port. */
export const createCalendarQueue = ({
  client,
  queueUrl,
}: {
  client: SQSClient
  queueUrl: string
}): CalendarQueue => ({
  send: async (dues) => {
    for (let start = 0; start < dues.length; start += BATCH) {
      const { Failed = [] } = await client.send(
        new SendMessageBatchCommand({
          QueueUrl: queueUrl,
          Entries: dues
            .slice(start, start + BATCH)
            .map((due, index) => ({ Id: String(index), MessageBody: JSON.stringify(due) })),
        }),
      )
      if (Failed.length > 0) throw new RetryableError('unavailable')
    }
  },
})
