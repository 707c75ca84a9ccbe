import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { Conversion } from '#shared/domain/results/conversion.ts'
import type { ConversionQueue } from '#shared/ports/conversion-queue.ts'

/** SQS takes ten messages a request. */
const BATCH = 10

/** The conversions' queue behind the port. */
export const createConversionQueue = ({
  client,
  queueUrl,
}: {
  client: SQSClient
  queueUrl: string
}): ConversionQueue => {
  const send = async (conversions: readonly Conversion[]): Promise<readonly Conversion[]> => {
    const { Failed = [] } = await client.send(
      new SendMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: conversions.map((conversion, index) => ({
          Id: String(index),
          MessageBody: JSON.stringify(conversion),
        })),
      }),
    )
    const failed = new Set(Failed.map(({ Id }) => Id))
    return conversions.filter((_, index) => failed.has(String(index)))
  }

  return {
    send: async (conversions) => {
      const left: Conversion[] = []
      for (let start = 0; start < conversions.length; start += BATCH) {
        const batch = conversions.slice(start, start + BATCH)
        try {
          left.push(...(await send(batch)))
        } catch {
          // Whatever the queue's trouble is, the events go back to theirs and come again.
          left.push(...batch)
        }
      }
      return left
    },
  }
}
