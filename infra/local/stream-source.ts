import { setTimeout as delay } from 'node:timers/promises'
import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
} from '@aws-sdk/client-dynamodb-streams'
import type { DynamoDBRecord } from 'aws-lambda'
import { deliverBatch, type StreamDelivery, toRecord } from '#infra/local/stream-batch.ts'
import type { StreamCheckpoint } from '#infra/local/stream-checkpoint.ts'

export interface StreamSourceOptions {
  readonly client: DynamoDBStreamsClient
  readonly tableName: string
  readonly from: 'TRIM_HORIZON' | 'LATEST'
  readonly checkpoint: StreamCheckpoint
  readonly batchSize: number
  /** Records that do not match are passed over; by the filter criteria of the mapping. */
  readonly matches: (record: DynamoDBRecord) => boolean
  readonly delivery: Omit<StreamDelivery, 'isStopping'>
  readonly onError: (error: unknown) => void
}

/** Time between two looks at a stream with nothing new, in milliseconds; as Lambda does it. */
const POLL = 250

/** As many records as one request may bring. */
const MOST = 1000

interface Waiter {
  found: boolean
  readonly resolve: (found: boolean) => void
}

/**
 * Plays a Lambda event source mapping on a table's stream until it is stopped: shard by shard in order, each record at
 * least once, from where the last run stood.
 */
export class StreamSource {
  readonly #options: StreamSourceOptions
  readonly #loop: Promise<void>
  readonly #iterators = new Map<string, string>()
  #waiters: Waiter[] = []
  #wake = new AbortController()
  #stopping = false

  constructor(options: StreamSourceOptions) {
    this.#options = options
    this.#loop = this.#run()
  }

  /** Resolves once all that was written before the call has been delivered. @returns whether there was anything */
  drained(): Promise<boolean> {
    if (this.#stopping) return Promise.resolve(false)
    return new Promise((resolve) => {
      this.#waiters.push({ found: false, resolve })
      this.#wake.abort()
    })
  }

  /** Resolves when nothing is read any more and the batch under way has ended. */
  async stop(): Promise<void> {
    this.#stopping = true
    this.#wake.abort()
    await this.#loop
    for (const { resolve } of this.#waiters) resolve(false)
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      this.#wake = new AbortController()
      const { signal } = this.#wake
      const waiting = [...this.#waiters]
      const found = await this.#look().catch((error: unknown) => {
        if (!this.#stopping) this.#options.onError(error)
        this.#iterators.clear()
        return 'nobody knows' as const
      })
      this.#answer(waiting, found !== false)
      if (found !== true) await delay(POLL, undefined, { signal }).catch(() => {})
    }
  }

  /** A look that found nothing answers who asked before it began; one that did concerns also who asked meanwhile. */
  #answer(waiting: readonly Waiter[], found: boolean): void {
    if (found) for (const waiter of this.#waiters) waiter.found = true
    else {
      this.#waiters = this.#waiters.filter((waiter) => !waiting.includes(waiter))
      for (const waiter of waiting) waiter.resolve(waiter.found)
    }
  }

  async #look(): Promise<boolean> {
    if (this.#iterators.size === 0) await this.#findShards()
    let found = false
    for (const [shardId, iterator] of this.#iterators) {
      const { Records = [], NextShardIterator } = await this.#options.client.send(
        new GetRecordsCommand({ ShardIterator: iterator, Limit: MOST }),
      )
      if (Records.length > 0) {
        found = true
        await this.#deliver(shardId, Records.map(toRecord))
      }
      // A closed shard has been read to its end; those that follow it are found once all have.
      if (NextShardIterator === undefined) this.#iterators.delete(shardId)
      else this.#iterators.set(shardId, NextShardIterator)
    }
    return found
  }

  /** Checkpoints stand behind what has been delivered, or passed over before it. */
  async #deliver(shardId: string, records: readonly DynamoDBRecord[]): Promise<void> {
    const { batchSize, matches, delivery, checkpoint } = this.#options
    const meant = records.filter(matches)
    for (let start = 0; start < meant.length; start += batchSize) {
      const batch = meant.slice(start, start + batchSize)
      await deliverBatch(batch, { ...delivery, isStopping: () => this.#stopping })
      checkpoint.keep(shardId, batch.at(-1)?.dynamodb?.SequenceNumber)
    }
    checkpoint.keep(shardId, records.at(-1)?.dynamodb?.SequenceNumber)
  }

  async #findShards(): Promise<void> {
    const { client, tableName, checkpoint } = this.#options
    const { Streams = [] } = await client.send(new ListStreamsCommand({ TableName: tableName }))
    const StreamArn = Streams.at(-1)?.StreamArn
    if (StreamArn === undefined) return
    checkpoint.begin(StreamArn)
    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn }))
    for (const { ShardId = '' } of StreamDescription?.Shards ?? []) {
      const iterator = await this.#iteratorOf(StreamArn, ShardId)
      if (iterator !== undefined) this.#iterators.set(ShardId, iterator)
    }
  }

  async #iteratorOf(StreamArn: string, ShardId: string): Promise<string | undefined> {
    const { client, checkpoint, from } = this.#options
    const SequenceNumber = checkpoint.of(ShardId)
    const beginning = { StreamArn, ShardId, ShardIteratorType: from }
    const after = { StreamArn, ShardId, ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber } as const
    const ask = async (where: typeof beginning | typeof after) =>
      (await client.send(new GetShardIteratorCommand(where))).ShardIterator
    if (SequenceNumber === undefined) return ask(beginning)
    try {
      return await ask(after)
    } catch (error) {
      // After a day the stream has forgotten; what is left of it comes after.
      if (error instanceof Error && error.name === 'TrimmedDataAccessException')
        return ask({ ...beginning, ShardIteratorType: 'TRIM_HORIZON' })
      throw error
    }
  }
}
