import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import type { Postpone } from '#shared/adapters/sqs/postpone.ts'
import { errorReport } from '#shared/lambda/error-report.ts'
import type { Log } from '#shared/ports/log.ts'
import type { QueuedWork } from '#shared/ports/queued-work.ts'

export interface FifoBatchOptions {
  readonly log: Log
  /** When a group comes again whose record was received so often, in seconds. */
  readonly delay: (receiveCount: number, recordId: string) => number
  readonly postpone: Postpone
}

const workOf = (record: SQSRecord): QueuedWork => ({
  body: record.body,
  recordId: record.messageId,
  receiveCount: Number(record.attributes.ApproximateReceiveCount),
})

/**
 * Handler of a batch of a FIFO queue: the records of a group one after the other, groups side by side. After a failure the
 * rest of its group is not tried and comes back with it, so that no record overtakes another; other groups go on.
 */
export const perGroup =
  (work: (work: QueuedWork) => Promise<void>, { log, delay, postpone }: FifoBatchOptions) =>
  async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const failed: string[] = []

    const workThrough = async (group: readonly SQSRecord[]): Promise<void> => {
      for (const [index, record] of group.entries()) {
        try {
          await work(workOf(record))
        } catch (error) {
          log.warn('record goes back to its queue', { messageId: record.messageId, ...errorReport(error) })
          const left = group.slice(index)
          failed.push(...left.map(({ messageId }) => messageId))
          const { receiveCount, recordId } = workOf(record)
          const handles = left.map(({ receiptHandle }) => receiptHandle)
          return postpone(handles, delay(receiveCount, recordId))
        }
      }
    }

    const groups = Map.groupBy(Records, ({ attributes }) => attributes.MessageGroupId)
    await Promise.all([...groups.values()].map(workThrough))
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) }
  }
