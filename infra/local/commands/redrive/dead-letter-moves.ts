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

/** Says where a message of this dead-letter queue goes. */
const routing = (dlq: string, outputs: Deployment['outputs']): ((message: Message) => Route) => {
  const queue = sourceQueue(dlq, outputs)
  const queueOfArn = queueByArn(outputs)
  return ({ Body: body = '', MessageAttributes: attributes }) =>
    queue === undefined
      ? routeUndeliverable(body, attributes?.TARGET_ARN?.StringValue, queueOfArn)
      : { to: 'queue', queue, body, ...(attributes && { attributes }) }
}

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
  const left: { readonly receipt: string; readonly because: string }[] = []
  let moved = 0

  const receive = async (): Promise<Message[]> => {
    const request = {
      QueueUrl,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: HIDDEN,
      // Long, because a short one asks only some of SQS's servers and may find none of few messages.
      WaitTimeSeconds: 1,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['SentTimestamp' as const],
    }
    return (await sqs.send(new ReceiveMessageCommand(request))).Messages ?? []
  }
  const route = (message: Message): Route =>
    Number(message.Attributes?.SentTimestamp ?? 0) > now.getTime()
      ? { to: 'nowhere', because: COME_BACK }
      : routeOf(message)

  const moveBatch = async (messages: readonly Message[]): Promise<void> => {
    const failures = await sendBack(messages.map(route), connection)
    const taken = messages.filter((_, index) => !failures.has(index))
    moved += taken.length
    for (const [index, because] of failures)
      left.push({ receipt: messages[index]?.ReceiptHandle ?? '', because })
    if (taken.length === 0) return
    const Entries = taken.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }))
    const { Failed = [] } = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }))
    for (const { Id, Code } of Failed)
      left.push({
        receipt: taken[Number(Id)]?.ReceiptHandle ?? '',
        because: `it was sent, but could not be deleted: ${Code}`,
      })
  }

  try {
    for (let messages = await receive(); messages.length > 0; messages = await receive())
      await moveBatch(messages)
  } finally {
    // Whoever looks next shall see what stays.
    for (let start = 0; start < left.length; start += 10) {
      const Entries = left
        .slice(start, start + 10)
        .map(({ receipt }, index) => ({ Id: String(index), ReceiptHandle: receipt, VisibilityTimeout: 0 }))
      await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }))
    }
  }
  const counts = Map.groupBy(left, ({ because }) => because)
  return { moved, left: Object.fromEntries([...counts].map(([because, all]) => [because, all.length])) }
}
