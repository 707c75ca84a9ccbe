import { ChangeMessageVisibilityBatchCommand, type SQSClient } from '@aws-sdk/client-sqs'

/** Lets received messages come back after so many seconds instead of after the queue's own visibility timeout. */
export type Postpone = (receiptHandles: readonly string[], seconds: number) => Promise<void>

/**
 * @returns a function that never throws: a message that could not be postponed comes back when its queue says so
 */
export const createPostpone =
  (client: SQSClient, queueUrl: string): Postpone =>
  async (receiptHandles, seconds) => {
    const Entries = receiptHandles.map((ReceiptHandle, index) => ({
      Id: String(index),
      ReceiptHandle,
      VisibilityTimeout: seconds,
    }))
    await client
      .send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }))
      .catch(() => {})
  }
