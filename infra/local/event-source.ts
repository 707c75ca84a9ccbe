import { setTimeout as delay } from 'node:timers/promises'
import type { Message } from '@aws-sdk/client-sqs'
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { LOCAL_REGION } from '#infra/local/account.ts'
import type { QueueCalls } from '#infra/local/queue-calls.ts'

export interface EventSourceOptions {
  readonly queues: Pick<QueueCalls, 'receive' | 'remove'>
  readonly queueUrl: string
  readonly queueArn: string
  readonly batchSize: number
  /** How long a batch may be gathered, in seconds. */
  readonly windowSeconds: number
  /** How many batches may be under way at once. */
  readonly concurrency: number
  readonly reportsItemFailures: boolean
  readonly invoke: (event: SQSEvent) => Promise<unknown>
  /** A batch that failed as a whole: its messages come back by themselves. */
  readonly onError: (error: unknown) => void
}

/** How long a queue must be dry before a batch goes with what it has, in milliseconds. */
const DRY = 50

/** What Lambda hands a function at once, at most: 6 MB of JSON; a record's own members are some 700 bytes of it. */
const MAX_PAYLOAD = 6 * 1024 * 1024
const FRAME = 1024

/** Plays a Lambda event source mapping on an SQS queue until it is stopped. */
export class EventSource {
  readonly #options: EventSourceOptions
  readonly #underWay = new Set<Promise<void>>()
  readonly #loop: Promise<void>
  /** Received, and too much for the batch before. */
  #left: readonly Message[] = []
  #stopping = false

  constructor(options: EventSourceOptions) {
    this.#options = options
    this.#loop = this.#run()
  }

  /** Resolves when nothing is received any more and the batches under way have ended. */
  async stop(): Promise<void> {
    this.#stopping = true
    await this.#loop
    await Promise.all(this.#underWay)
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      if (this.#underWay.size >= this.#options.concurrency) await Promise.race(this.#underWay)
      const batch = await this.#gather().catch((error: unknown) => {
        if (!this.#stopping) this.#options.onError(error)
        return delay(DRY, [])
      })
      if (batch.length === 0) continue
      const handled = this.#handle(batch).catch(this.#options.onError)
      this.#underWay.add(handled)
      void handled.finally(() => this.#underWay.delete(handled))
    }
  }

  /** Goes on until the batch is full by count or bytes, the window over, or the queue dry for a moment. */
  async #gather(): Promise<readonly Message[]> {
    const { batchSize, windowSeconds } = this.#options
    const batch = [...this.#left]
    this.#left = []
    if (batch.length === 0) batch.push(...(await this.#receive(Math.min(batchSize, 10), 1)))
    const deadline = Date.now() + windowSeconds * 1000
    let bytes = payloadOf(batch)
    const isFull = (): boolean => batch.length >= batchSize || bytes > MAX_PAYLOAD
    for (let dry = false; batch.length > 0 && !isFull() && !this.#stopping; ) {
      const more = await this.#receive(Math.min(batchSize - batch.length, 10), 0)
      batch.push(...more)
      bytes += payloadOf(more)
      if (more.length === 0 && (dry || Date.now() + DRY > deadline)) break
      dry = more.length === 0
      if (dry) await delay(DRY)
    }
    const count = fitting(batch)
    this.#left = batch.slice(count)
    return batch.slice(0, count)
  }

  async #receive(count: number, waitSeconds: number): Promise<readonly Message[]> {
    const { Messages = [] } = await this.#options.queues.receive({
      QueueUrl: this.#options.queueUrl,
      MaxNumberOfMessages: count,
      WaitTimeSeconds: waitSeconds,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    })
    return Messages
  }

  async #handle(batch: readonly Message[]): Promise<void> {
    const Records = batch.map((message) => toRecord(message, this.#options.queueArn))
    const response = await this.#options.invoke({ Records })
    const failed = this.#options.reportsItemFailures ? failedIds(response, Records) : new Set()
    await this.#delete(batch.filter(({ MessageId }) => !failed.has(MessageId)))
  }

  async #delete(messages: readonly Message[]): Promise<void> {
    for (let start = 0; start < messages.length; start += 10) {
      const Entries = messages
        .slice(start, start + 10)
        .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }))
      const { queues, queueUrl: QueueUrl } = this.#options
      const { Failed = [] } = await queues.remove({ QueueUrl, Entries })
      // As on AWS: a message that could not be deleted is delivered once more.
      for (const { Code, Message } of Failed) this.#options.onError(new Error(`${Code}: ${Message}`))
    }
  }
}

type Payload = Pick<Message, 'Body'>

/** Bytes of the invocation that messages make. */
const payloadOf = (messages: readonly Payload[]): number =>
  messages.reduce((sum, { Body = '' }) => sum + Buffer.byteLength(JSON.stringify(Body)) + FRAME, 0)

/** How many of the messages, from the first one on, Lambda would hand over at once; the first in any case. */
export function fitting(messages: readonly Payload[]): number {
  let bytes = 0
  const over = messages.findIndex((message) => {
    bytes += payloadOf([message])
    return bytes > MAX_PAYLOAD
  })
  return over === -1 ? messages.length : Math.max(1, over)
}

/** Message ids that the function wants to see again. @throws Error for a response that Lambda takes as failure of all */
export function failedIds(response: unknown, records: readonly SQSRecord[]): ReadonlySet<unknown> {
  const failures = (response as Partial<SQSBatchResponse> | null | undefined)?.batchItemFailures ?? []
  const ids = new Set<unknown>(failures.map((failure) => failure?.itemIdentifier))
  const known = new Set<unknown>(records.map((record) => record.messageId))
  for (const id of ids)
    if (!known.has(id)) throw new Error(`batchItemFailures names an unknown message: ${id}`)
  return ids
}

function toRecord(message: Message, eventSourceARN: string): SQSRecord {
  const attributes = message.Attributes ?? {}
  return {
    messageId: message.MessageId ?? '',
    receiptHandle: message.ReceiptHandle ?? '',
    body: message.Body ?? '',
    attributes: {
      ...attributes,
      ApproximateReceiveCount: attributes.ApproximateReceiveCount ?? '',
      SentTimestamp: attributes.SentTimestamp ?? '',
      SenderId: attributes.SenderId ?? '',
      ApproximateFirstReceiveTimestamp: attributes.ApproximateFirstReceiveTimestamp ?? '',
    },
    messageAttributes: Object.fromEntries(
      Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [
        name,
        {
          dataType: value.DataType ?? '',
          ...(value.StringValue !== undefined && { stringValue: value.StringValue }),
          ...(value.BinaryValue && { binaryValue: `${value.BinaryValue}` }),
          stringListValues: [],
          binaryListValues: [],
        },
      ]),
    ),
    md5OfBody: message.MD5OfBody ?? '',
    eventSource: 'aws:sqs',
    eventSourceARN,
    awsRegion: LOCAL_REGION,
  }
}
