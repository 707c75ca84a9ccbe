import { createHash } from 'node:crypto'
import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { QueuedWebhook, WebhookQueue } from '#shared/ports/webhook-queue.ts'

/** SQS takes ten messages a request. */
const BATCH = 10

const digest = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url')

/** Everything for one customer at one endpoint is one line: nobody else waits behind it. */
const groupOf = ({ endpointId, customerId }: QueuedWebhook): string => digest(endpointId, customerId)

interface Waiting {
  readonly index: number
  readonly webhook: QueuedWebhook
  readonly group: string
}

/**
 * The next request: the first ones of as many lines as fit. Never two of one line, of which SQS might take the second
 * and not the first.
 */
const nextBatch = (waiting: readonly Waiting[]): readonly Waiting[] => {
  const firsts = new Map<string, Waiting>()
  for (const one of waiting) {
    if (firsts.size === BATCH) break
    if (!firsts.has(one.group)) firsts.set(one.group, one)
  }
  return [...firsts.values()]
}

/** A FIFO queue behind the port. An event that is put on it again within five minutes is there once. */
export const createWebhookQueue = ({
  client,
  queueUrl,
}: {
  readonly client: SQSClient
  readonly queueUrl: string
}): WebhookQueue => {
  const send = async (batch: readonly Waiting[]): Promise<ReadonlySet<number>> => {
    const Entries = batch.map(({ index, webhook, group }) => ({
      Id: String(index),
      MessageGroupId: group,
      // Two endpoints get the same event.
      MessageDeduplicationId: digest(webhook.endpointId, webhook.event.id),
      MessageBody: JSON.stringify({ endpointId: webhook.endpointId, event: webhook.event }),
    }))
    try {
      const { Successful = [] } = await client.send(
        new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }),
      )
      return new Set(Successful.map(({ Id }) => Number(Id)))
    } catch {
      // Whatever the queue's trouble is, the records come again.
      return new Set()
    }
  }

  return {
    send: async (webhooks) => {
      let waiting = webhooks.map((webhook, index): Waiting => ({ index, webhook, group: groupOf(webhook) }))
      for (let allTaken = true; allTaken && waiting.length > 0; ) {
        const batch = nextBatch(waiting)
        const taken = await send(batch)
        allTaken = taken.size === batch.length
        waiting = waiting.filter(({ index }) => !taken.has(index))
      }
      return new Set(waiting.map(({ index }) => index))
    },
  }
}
