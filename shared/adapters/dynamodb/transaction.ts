import { setTimeout as delay } from 'node:timers/promises'
import { type CancellationReason, TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb'
import { RetryableError } from '#shared/domain/errors.ts'

export type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number]

export type Written =
  | { readonly written: true }
  /** Nothing was written, because a condition did not hold: reasons in the order of the items. */
  | { readonly written: false; readonly reasons: readonly CancellationReason[] }

/** With waits of up to 20, 40, 80 … 640 ms between them: about two seconds in all, within any function's time. */
const ATTEMPTS = 9
const FIRST_WAIT_MS = 20
const LONGEST_WAIT_MS = 640

const passing: ReadonlySet<string> = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
])

/** Whether a condition of the item with this index did not hold. */
export const conditionFailed = (reasons: readonly CancellationReason[], index: number): boolean =>
  reasons[index]?.Code === 'ConditionalCheckFailed'

/**
 * Writes all items or none. Somebody else's transaction on one of the same items at the same time passes, and so does
 * throttling: both are tried again after a random wait ("full jitter",
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/). A failed condition does not.
 * @throws RetryableError `conflict` or `throttled` where the tries did not suffice: certainly nothing was written
 */
export const writeAll = async (
  client: DynamoDBDocumentClient,
  items: readonly TransactItem[],
): Promise<Written> => {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.send(new TransactWriteCommand({ TransactItems: [...items] }))
      return { written: true }
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error
      const reasons = error.CancellationReasons ?? []
      if (reasons.some(({ Code }) => Code === 'ConditionalCheckFailed')) return { written: false, reasons }
      const why = reasons.find(({ Code }) => Code !== undefined && passing.has(Code))?.Code
      if (why === undefined) throw error
      if (attempt === ATTEMPTS)
        throw new RetryableError(why === 'TransactionConflict' ? 'conflict' : 'throttled')
      await delay(Math.random() * Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS))
    }
  }
}
