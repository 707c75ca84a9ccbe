import type { LoopbackAnswer, LoopbackRequest } from '#infra/local/loopback-server.ts'

/** What was counted at one address. */
export interface Counted {
  /** Requests by operation, as `DynamoDB.UpdateItem`, `SQS.SendMessageBatch`; REST ones by method and path. */
  readonly requests: Readonly<Record<string, number>>
  /** Write and read units by table, as DynamoDB counted them. */
  readonly writeUnits: Readonly<Record<string, number>>
  readonly readUnits: Readonly<Record<string, number>>
  /** Messages that ReceiveMessage handed out, and receives that found nothing, by queue. */
  readonly received: Readonly<Record<string, number>>
  readonly emptyReceives: Readonly<Record<string, number>>
  /** What SQS bills of messages that were put on a queue and handed out: requests of 64 KB, by operation. */
  readonly sqsChunks: Readonly<Record<string, number>>
  /** What EventBridge bills of entries: 64 KB each. */
  readonly busChunks: number
  /** Bytes of the entries, and how many they were. */
  readonly busBytes: number
  readonly busEntries: number
}

const CHUNK = 64 * 1024

const chunks = (bytes: number): number => Math.max(1, Math.ceil(bytes / CHUNK))

const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'TransactWriteItems', 'BatchWriteItem'])

type Json = Readonly<Record<string, unknown>>

const parsed = (body: string | Uint8Array): Json => {
  const text = typeof body === 'string' ? body : Buffer.from(body).toString()
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

interface Consumed {
  readonly TableName: string
  readonly CapacityUnits: number
}

interface TransactItem {
  readonly [verb: string]: { readonly TableName: string }
}

class Sums {
  readonly #sums = new Map<string, number>()

  add(name: string, by: number): void {
    this.#sums.set(name, (this.#sums.get(name) ?? 0) + by)
  }

  record(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#sums)
  }
}

/** Reads requests and answers of AWS's services and sums what of them is billed. */
export class Counts {
  readonly #requests = new Sums()
  readonly #writeUnits = new Sums()
  readonly #readUnits = new Sums()
  readonly #received = new Sums()
  readonly #emptyReceives = new Sums()
  readonly #sqsChunks = new Sums()
  #busChunks = 0
  #busBytes = 0
  #busEntries = 0

  add(request: LoopbackRequest, answer: LoopbackAnswer): void {
    const target = `${request.headers['x-amz-target'] ?? ''}`
    const [service = '', operation = ''] = target.split('.')
    if (service === 'DynamoDB_20120810') this.#dynamodb(operation, parsed(request.body), answer)
    else if (service === 'AmazonSQS') this.#sqs(operation, parsed(request.body), parsed(answer.body))
    else if (service === 'AWSEvents') this.#bus(operation, parsed(request.body))
    else this.#requests.add(`${request.method} ${request.path.split('?')[0]}`, 1)
  }

  counted(): Counted {
    return {
      requests: this.#requests.record(),
      writeUnits: this.#writeUnits.record(),
      readUnits: this.#readUnits.record(),
      received: this.#received.record(),
      emptyReceives: this.#emptyReceives.record(),
      sqsChunks: this.#sqsChunks.record(),
      busChunks: this.#busChunks,
      busBytes: this.#busBytes,
      busEntries: this.#busEntries,
    }
  }

  #dynamodb(operation: string, request: Json, { status, body }: LoopbackAnswer): void {
    this.#requests.add(`DynamoDB.${operation}`, 1)
    const answer = parsed(body)
    if (status === 200) this.#consumed(operation, answer.ConsumedCapacity)
    else this.#refused(`${answer.__type}`, request)
  }

  /** @param consumed one of a request for one table, a list of others */
  #consumed(operation: string, consumed: unknown): void {
    const units = WRITES.has(operation) ? this.#writeUnits : this.#readUnits
    const each = (Array.isArray(consumed) ? consumed : [consumed ?? []].flat()) as readonly Consumed[]
    for (const { TableName, CapacityUnits } of each) units.add(TableName, CapacityUnits)
  }

  /**
   * A refused condition is billed by the size of the item it looked at, which the error does not carry: one unit for
   * items of up to 1 KB, two an item in a transaction.
   */
  #refused(type: string, request: Json): void {
    if (type.endsWith('ConditionalCheckFailedException')) this.#writeUnits.add(`${request.TableName}`, 1)
    if (!type.endsWith('TransactionCanceledException')) return
    for (const item of (request.TransactItems ?? []) as readonly TransactItem[])
      for (const { TableName } of Object.values(item)) this.#writeUnits.add(TableName, 2)
  }

  #sqs(operation: string, request: Json, answer: Json): void {
    this.#requests.add(`SQS.${operation}`, 1)
    const queue = `${request.QueueUrl}`.split('/').at(-1) ?? ''
    const messages = (answer.Messages ?? []) as readonly { readonly Body?: string }[]
    if (operation === 'ReceiveMessage') {
      if (messages.length === 0) this.#emptyReceives.add(queue, 1)
      else this.#received.add(queue, messages.length)
      if (messages.length === 0) return
    }
    const entries = (request.Entries ?? []) as readonly { readonly MessageBody?: string }[]
    const bodies = [request.MessageBody, ...entries.map((entry) => entry.MessageBody)]
    const texts = [...bodies, ...messages.map(({ Body }) => Body)].filter((text) => typeof text === 'string')
    this.#sqsChunks.add(operation, chunks(texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)))
  }

  #bus(operation: string, request: Json): void {
    this.#requests.add(`EventBridge.${operation}`, 1)
    for (const entry of (request.Entries ?? []) as readonly Json[]) {
      const texts = [entry.Source, entry.DetailType, entry.Detail].map(String)
      const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
      this.#busChunks += chunks(bytes)
      this.#busBytes += bytes
      this.#busEntries += 1
    }
  }
}
