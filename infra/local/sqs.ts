import { mkdirSync } from 'node:fs'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { buildApp } from 'fauxqs'
import { LOCAL_ACCOUNT, localArn } from '#infra/local/account.ts'
import type { QueueCalls } from '#infra/local/queue-calls.ts'
// Internal modules, by path because the package exports only `startFauxqs`, which binds every interface, answers
// queue URLs that do not resolve, and hides its stores. The version is pinned exactly for this reason.
import { PersistenceManager } from '../../node_modules/fauxqs/dist/persistence.js'
import { S3Store } from '../../node_modules/fauxqs/dist/s3/s3Store.js'
import { SnsStore } from '../../node_modules/fauxqs/dist/sns/snsStore.js'
import { deleteMessageBatch } from '../../node_modules/fauxqs/dist/sqs/actions/deleteMessageBatch.js'
import { receiveMessage } from '../../node_modules/fauxqs/dist/sqs/actions/receiveMessage.js'
import { sendMessageBatch } from '../../node_modules/fauxqs/dist/sqs/actions/sendMessageBatch.js'
import { type SqsQueue, SqsStore } from '../../node_modules/fauxqs/dist/sqs/sqsStore.js'

export interface LocalSqs {
  readonly url: string
  /** The same operations as at its address, without the way there. */
  readonly queues: QueueCalls
  /** Creates a queue, or gives one of an earlier run these attributes. */
  ensureQueue(name: string, queueUrl: string, attributes: Readonly<Record<string, string>>): void
  /** Creates a bucket where there is none; the same server answers for S3. */
  ensureBucket(name: string): void
  putObject(bucket: string, key: string, body: Buffer): void
  /** Messages of these queues, visible, in flight and delayed together. */
  depth(queueNames: readonly string[]): number
  /** Answers every long poll at once. */
  endPolls(): void
  stop(): Promise<void>
}

/** FIFO queues keep their messages by group. */
const depthOf = (queue: SqsQueue): number =>
  queue.messages.length +
  queue.inflightMessages.size +
  queue.delayedMessages.length +
  [...queue.fifoMessages.values(), ...queue.fifoDelayed.values()].reduce(
    (sum, group) => sum + group.length,
    0,
  )

/** Starts fauxqs in this process on a free loopback port, its queues kept in SQLite in the directory. */
export async function startSqs(directory: string): Promise<LocalSqs> {
  mkdirSync(directory, { recursive: true })
  const stores = { sqsStore: new SqsStore(), snsStore: new SnsStore(), s3Store: new S3Store() }
  const { sqsStore } = stores
  // Without a host name of its own it takes that of the request.
  sqsStore.host = ''
  const app = buildApp({ logger: false, stores })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const persistence = new Persistence(directory)
  persistence.restore(stores, url)
  return {
    url,
    queues: {
      receive: (input) => receiveMessage({ ...input }, sqsStore),
      send: async (input) => sendMessageBatch({ ...input }, sqsStore),
      remove: async (input) => deleteMessageBatch({ ...input }, sqsStore),
    },
    ensureQueue(name, queueUrl, attributes) {
      const existing = sqsStore.getQueueByName(name)
      if (existing === undefined)
        sqsStore.createQueue(name, queueUrl, localArn('sqs', name), { ...attributes })
      else existing.setAttributes({ ...attributes })
    },
    ensureBucket: (name) => {
      if (!stores.s3Store.hasBucket(name)) stores.s3Store.createBucket(name)
    },
    putObject: (bucket, key, body) => void stores.s3Store.putObject(bucket, key, body),
    depth: (names) =>
      names.reduce((sum, name) => {
        const queue = sqsStore.getQueueByName(name)
        return queue === undefined ? sum : sum + depthOf(queue)
      }, 0),
    endPolls: () => sqsStore.shutdown(),
    async stop() {
      await app.close()
      persistence.close()
    },
  }
}

interface Stores {
  readonly sqsStore: SqsStore
  readonly snsStore: SnsStore
  readonly s3Store: S3Store
}

/**
 * Writes of messages that one request makes are one transaction, which is four times as fast. It is committed in the
 * microtask that follows them, so before the request's answer leaves: what a client was told outlives a SIGKILL.
 */
class Persistence extends PersistenceManager {
  readonly #database: DatabaseSync
  readonly #makeVisible: StatementSync
  #writing = false

  constructor(directory: string) {
    super(directory)
    const database: unknown = Reflect.get(this, 'db')
    if (!(database instanceof DatabaseSync)) throw new Error('fauxqs keeps its database elsewhere now')
    this.#database = database
    // One fsync per checkpoint instead of three per message: twice as fast. Committed work outlives a SIGKILL all
    // the same (WAL), only a power cut could take the last moments.
    database.exec('PRAGMA synchronous = NORMAL')
    this.#makeVisible = database.prepare(
      'UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?',
    )
  }

  /** Loads what an earlier run left. */
  restore(stores: Stores, url: string): void {
    // Whoever held messages in flight died with that run, and its port is gone.
    this.#database.exec('UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL')
    this.#database.prepare(`UPDATE sqs_queues SET url = ? || name`).run(`${url}/${LOCAL_ACCOUNT}/`)
    this.load(stores.sqsStore, stores.snsStore, stores.s3Store)
    // Only now: writing through while loading would replace the queues' rows, and their messages with them.
    stores.sqsStore.persistence = this
    stores.s3Store.persistence = this
    for (const queue of stores.sqsStore.allQueues()) queue.persistence = this
  }

  override insertMessage(...message: Parameters<PersistenceManager['insertMessage']>): void {
    this.#begin()
    super.insertMessage(...message)
  }

  override updateMessageInflight(...receipt: Parameters<PersistenceManager['updateMessageInflight']>): void {
    this.#begin()
    super.updateMessageInflight(...receipt)
  }

  override deleteMessage(messageId: string): void {
    this.#begin()
    super.deleteMessage(messageId)
  }

  /** The inherited one sets the receive count to NULL, which its own schema refuses. */
  override updateMessageReady(messageId: string): void {
    this.#makeVisible.run(messageId)
  }

  override close(): void {
    this.#commit()
    super.close()
  }

  #begin(): void {
    if (this.#writing) return
    this.#database.exec('BEGIN')
    this.#writing = true
    queueMicrotask(() => this.#commit())
  }

  #commit(): void {
    if (!this.#writing) return
    this.#writing = false
    this.#database.exec('COMMIT')
  }
}
