import { setTimeout as delay } from 'node:timers/promises'
import type { _Record } from '@aws-sdk/client-dynamodb-streams'
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'

export interface StreamDelivery {
  readonly invoke: (event: DynamoDBStreamEvent) => Promise<unknown>
  readonly reportsItemFailures: boolean
  /** Whether a batch that failed is tried again in halves. */
  readonly bisects: boolean
  /** How often a record is tried again; -1: until it is too old. */
  readonly maxRetries: number
  /** In seconds; -1: never too old. */
  readonly maxAge: number
  /** Takes records that were tried often enough. */
  readonly setAside: (records: readonly DynamoDBRecord[]) => Promise<void>
  readonly onError: (error: unknown) => void
  readonly isStopping: () => boolean
  /** Before a retry. @default in milliseconds, and only as long as nothing stops */
  readonly pause?: (milliseconds: number, isStopping: () => boolean) => Promise<void>
}

/** Before the first retry of a record, doubling up to the last, in milliseconds. */
const FIRST_PAUSE = 100
const LONGEST_PAUSE = 5_000

/** A record of the stream as Lambda hands it over. */
export const toRecord = ({ dynamodb: change = {}, eventID, eventName }: _Record): DynamoDBRecord => {
  const { ApproximateCreationDateTime: at, ...rest } = change
  // Attribute values have the same shape in both, as long as none is binary; no table with a stream holds any.
  const dynamodb = { ...rest, ApproximateCreationDateTime: Math.floor((at?.getTime() ?? 0) / 1000) }
  return {
    eventID,
    eventName,
    eventSource: 'aws:dynamodb',
    dynamodb,
  } as DynamoDBRecord
}

/** Index of the first record to come again; -1: none. @throws Error for a response that Lambda takes as failure of all */
export const firstFailed = (response: unknown, records: readonly DynamoDBRecord[]): number => {
  const failures = (response as Partial<DynamoDBBatchResponse> | null | undefined)?.batchItemFailures ?? []
  const places = failures.map((failure) =>
    records.findIndex(({ dynamodb }) => dynamodb?.SequenceNumber === failure?.itemIdentifier),
  )
  if (places.includes(-1)) throw new Error('batchItemFailures names an unknown record')
  return places.length === 0 ? -1 : Math.min(...places)
}

const ageOf = ([first]: readonly DynamoDBRecord[]): number =>
  Date.now() / 1000 - (first?.dynamodb?.ApproximateCreationDateTime ?? 0)

/** Until the time is over or everything stops. */
const pause = async (milliseconds: number, isStopping: () => boolean): Promise<void> => {
  for (const end = Date.now() + milliseconds; Date.now() < end && !isStopping(); )
    await delay(FIRST_PAUSE / 4)
}

/**
 * Hands a batch over until all its records are done or set aside, the later ones always after the earlier.
 * @throws Error when everything stops before
 */
export const deliverBatch = async (
  batch: readonly DynamoDBRecord[],
  delivery: StreamDelivery,
): Promise<void> => {
  let records = batch
  for (let retries = 0; records.length > 0; ) {
    if (delivery.isStopping()) throw new Error('the local cloud stops')
    const failed = await tryOnce(records, delivery)
    if (failed === -1) return
    if (failed > 0) retries = 0
    records = records.slice(failed)
    if (failed === 0 && delivery.bisects && records.length > 1) {
      const half = Math.ceil(records.length / 2)
      await deliverBatch(records.slice(0, half), delivery)
      records = records.slice(half)
      continue
    }
    const { maxRetries, maxAge } = delivery
    if ((maxRetries >= 0 && retries >= maxRetries) || (maxAge >= 0 && ageOf(records) > maxAge))
      return delivery.setAside(records)
    await (delivery.pause ?? pause)(Math.min(FIRST_PAUSE * 2 ** retries, LONGEST_PAUSE), delivery.isStopping)
    retries += 1
  }
}

const tryOnce = async (records: readonly DynamoDBRecord[], delivery: StreamDelivery): Promise<number> => {
  try {
    const response = await delivery.invoke({ Records: [...records] })
    return delivery.reportsItemFailures ? firstFailed(response, records) : -1
  } catch (error) {
    delivery.onError(error)
    return 0
  }
}
