import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda'
import { changeOf } from '#shared/adapters/dynamodb/stream-change.ts'

/** One write to a table; read only where somebody wants to know of it. */
export interface StreamedChange {
  read(): { readonly before: unknown; readonly after: unknown }
}

/**
 * Handler of a batch of a table's stream, in the order of the writes. The first record that was not done is reported, and
 * Lambda comes again with it and all after it; nothing before it is repeated.
 * @param work resolves with the index of the first change that was not done; undefined when all were
 */
export const inStreamOrder =
  (work: (changes: readonly StreamedChange[]) => Promise<number | undefined>) =>
  async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const undone = await work(Records.map(({ dynamodb = {} }) => ({ read: () => changeOf(dynamodb) })))
    const itemIdentifier = undone === undefined ? undefined : Records[undone]?.dynamodb?.SequenceNumber
    if (itemIdentifier !== undefined) return { batchItemFailures: [{ itemIdentifier }] }
    // Without a number Lambda would take the batch as done.
    if (undone !== undefined) throw new Error('the record has no sequence number')
    return { batchItemFailures: [] }
  }
