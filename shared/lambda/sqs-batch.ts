import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { errorReport } from '#shared/lambda/error-report.ts'
import type { Log } from '#shared/ports/log.ts'
import type { QueuedWork } from '#shared/ports/queued-work.ts'

export interface BatchOptions {
  /** How many records are worked on at once. */
  readonly concurrency: number
  readonly log: Log
}

const workOf = (record: SQSRecord): QueuedWork => ({
  body: record.body,
  recordId: record.messageId,
  receiveCount: Number(record.attributes.ApproximateReceiveCount),
})

/**
 * Handler of an SQS batch whose records are independent: each one that throws is reported as failed, whatever it
 * threw, and only that one comes back. What keeps failing ends in the queue's dead-letter queue, from where
 * `npm run redrive` puts it back; nothing is dropped.
 */
export const perRecord =
  (work: (work: QueuedWork) => Promise<void>, { concurrency, log }: BatchOptions) =>
  async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const failed: string[] = []
    const waiting = [...Records]
    const worker = async (): Promise<void> => {
      for (let record = waiting.shift(); record; record = waiting.shift()) {
        try {
          await work(workOf(record))
        } catch (error) {
          failed.push(record.messageId)
          log.warn('record goes back to its queue', { messageId: record.messageId, ...errorReport(error) })
        }
      }
    }
    await Promise.all(Array.from({ length: concurrency }, worker))
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) }
  }
