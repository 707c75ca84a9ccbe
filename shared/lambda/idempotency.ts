import { createHash } from 'node:crypto'
import {
  IdempotencyAlreadyInProgressError,
  IdempotencyConfig,
  IdempotencyPersistenceLayerError,
  IdempotencyValidationError,
  makeIdempotent,
} from '@aws-lambda-powertools/idempotency'
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb'
import type { Context } from 'aws-lambda'
import type { Idempotency, Once, RequestKey } from '#shared/ports/idempotency.ts'

/** How long an answer is kept, in seconds: a day, as the header's draft proposes and the sector does. */
const KEPT_SECONDS = 86_400

export interface IdempotencyOptions {
  readonly client: NonNullable<ConstructorParameters<typeof DynamoDBPersistenceLayer>[0]['awsSdkV3Client']>
  readonly tableName: string
  /** Partition of the table; the sort key is a hash of who, what and the client's key. */
  readonly collection: string
}

export interface LambdaIdempotency extends Idempotency {
  /** For how long a request that has begun may be running: as long as its function's time lasts. */
  begin(context: Context): void
}

interface Asked {
  readonly request: RequestKey
  readonly content: string
}

const hashOf = (content: unknown): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('base64url')

const storeOf = ({ client, tableName, collection }: IdempotencyOptions) =>
  new DynamoDBPersistenceLayer({
    tableName,
    awsSdkV3Client: client,
    keyAttr: 'collection',
    staticPkValue: collection,
    sortKeyAttr: 'entry',
    expiryAttr: 'expiresAt',
    inProgressExpiryAttr: 'runsUntil',
    statusAttr: 'status',
    dataAttr: 'answer',
    validationKeyAttr: 'contentHash',
  })

/**
 * Powertools' idempotency behind the port. Of a request only hashes are kept, of its outcome only the answer. Work that
 * throws leaves nothing behind; work that was cut off by the function's end leaves `running` until that time is over.
 * Where the store fails after the work, its outcome counts: it cannot be undone, and who repeats the request meets the
 * conditions of the work's own writes.
 */
export const createIdempotency = (options: IdempotencyOptions): LambdaIdempotency => {
  const persistenceStore = storeOf(options)
  const config = new IdempotencyConfig({
    eventKeyJmesPath: 'request',
    payloadValidationJmesPath: 'content',
    expiresAfterSeconds: KEPT_SECONDS,
    hashFunction: 'sha256',
    throwOnNoIdempotencyKey: true,
  })
  return {
    begin: (context) => config.registerLambdaContext(context),
    once: async <Result>(request: RequestKey, content: unknown, work: () => Promise<Result>) => {
      let ended: Ended<Result> | undefined
      /** Kept as text: so it comes back as it went, numbers and all. */
      const kept = async (_asked: Asked): Promise<string> => {
        ended = await endOf(work)
        if ('error' in ended) throw ended.error
        return JSON.stringify(ended.result)
      }
      try {
        const text = await makeIdempotent(kept, { persistenceStore, config, keyPrefix: 'api' })({
          request,
          content: hashOf(content),
        })
        if (ended !== undefined && 'result' in ended) return { outcome: 'done', result: ended.result }
        return { outcome: 'repeated', result: JSON.parse(String(text)) as Result }
      } catch (error) {
        return outcomeOf(error, ended)
      }
    },
  }
}

type Ended<Result> = { readonly result: Result } | { readonly error: unknown }

const endOf = async <Result>(work: () => Promise<Result>): Promise<Ended<Result>> => {
  try {
    return { result: await work() }
  } catch (error) {
    return { error }
  }
}

const outcomeOf = <Result>(error: unknown, ended: Ended<Result> | undefined): Once<Result> => {
  if (error instanceof IdempotencyAlreadyInProgressError) return { outcome: 'running' }
  if (error instanceof IdempotencyValidationError) return { outcome: 'other-request' }
  if (error instanceof IdempotencyPersistenceLayerError && ended !== undefined) {
    if ('error' in ended) throw ended.error
    return { outcome: 'done', result: ended.result }
  }
  throw error
}
