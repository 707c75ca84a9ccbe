import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs'
import type { Deployment } from '#infra/local/commands/deployment.ts'
import {
  queueByArn,
  type Route,
  routeUndeliverable,
  sourceQueue,
} from '#infra/local/commands/redrive/route.ts'
import { sendBack } from '#infra/local/commands/redrive/send.ts'

/** What became of the messages of one dead-letter queue. */
export interface Moves {
  readonly moved: number
  /** Why messages stay, with how many of them. */
  readonly left: Readonly<Record<string, number>>
}

/** Time to send and delete what was received, in seconds; then others may have it. */
const HIDDEN = 120

const COME_BACK = 'it failed again during this run'

const receiptOf = (message: Message | undefined): string => message?.ReceiptHandle ?? ''

/** Says where a message of this dead-letter queue goes. */
const routing = (dlq: string, outputs: Deployment['outputs']): ((message: Message) => Route) => {
  const queue = sourceQueue(dlq, outputs)
  const queueOfArn = queueByArn(outputs)
  return (message) => {
    const { Body: body = '', MessageAttributes: attributes } = message
    return queue === undefined
      ? routeUndeliverable(body, attributes?.TARGET_ARN?.StringValue, queueOfArn)
      : { to: 'queue', queue, body, ...(attributes && { attributes }), ...lineOf(message) }
  }
}

/** Its own id would not do: the queue may still remember it, and drop what comes back. */
const lineOf = ({ MessageId = '', Attributes: { MessageGroupId, MessageDeduplicationId } = {} }: Message) =>
  MessageGroupId === undefined || MessageDeduplicationId === undefined
    ? {}
    : { line: { group: MessageGroupId, id: `redrive-${MessageId}` } }

/**
 * Moves the messages of a dead-letter queue back where they failed, bodies as they are: sent first, deleted after. By
 * hand, because `StartMessageMoveTask` knows no bus and is not played locally. Ends when all that lay there at the
 * beginning has been looked at; what comes back meanwhile stays.
 * @param dlq name of the output that holds the queue's URL
 */
export const moveDeadLetters = async (
  dlq: string,
  { connection, outputs }: Deployment,
  now: Date,
): Promise<Moves> => {
  const { sqs, name } = connection
  const QueueUrl = name(dlq)
  const routeOf = routing(dlq, outputs)
  /** Receipts of all that was received and not deleted, with the reason. */
  const left = new Map<string, string>()
  let moved = 0

  const receive = async (): Promise<Message[]> => {
    const request = {
      QueueUrl,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: HIDDEN,
      // Long, because a short one asks only some of SQS's servers and may find none of few messages.
      WaitTimeSeconds: 1,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: [
        'SentTimestamp' as const,
        'MessageGroupId' as const,
        'MessageDeduplicationId' as const,
      ],
    }
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(request))
    for (const message of Messages) left.set(receiptOf(message), 'the run was broken off')
    return Messages
  }
  const route = (message: Message): Route =>
    Number(message.Attributes?.SentTimestamp ?? 0) > now.getTime()
      ? { to: 'nowhere', because: COME_BACK }
      : routeOf(message)

  const moveBatch = async (messages: readonly Message[]): Promise<void> => {
    const failures = await sendBack(messages.map(route), connection)
    for (const [index, because] of failures) left.set(receiptOf(messages[index]), because)
    const taken = messages.filter((_, index) => !failures.has(index)).map(receiptOf)
    moved += taken.length
    if (taken.length === 0) return
    const Entries = taken.map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle }))
    const { Failed = [] } = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }))
    const undeleted = new Map(Failed.map(({ Id, Code }) => [Id, Code]))
    for (const { Id, ReceiptHandle } of Entries)
      if (!undeleted.has(Id)) left.delete(ReceiptHandle)
      else left.set(ReceiptHandle, `it was sent, but could not be deleted: ${undeleted.get(Id)}`)
  }

  try {
    for (let messages = await receive(); messages.length > 0; messages = await receive())
      await moveBatch(messages)
  } finally {
    // Whoever looks next shall see what stays.
    const receipts = [...left.keys()]
    for (let start = 0; start < receipts.length; start += 10) {
      const Entries = receipts
        .slice(start, start + 10)
        .map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle, VisibilityTimeout: 0 }))
      await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }))
    }
  }
  const counts = Map.groupBy(left.values(), (because) => because)
  return { moved, left: Object.fromEntries([...counts].map(([because, all]) => [because, all.length])) }
}
