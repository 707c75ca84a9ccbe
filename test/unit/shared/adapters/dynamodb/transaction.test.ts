import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { writeAll } from '#shared/adapters/dynamodb/transaction.ts'

const table = mockClient(DynamoDBDocumentClient)
const client = table as unknown as DynamoDBDocumentClient
const item = { Put: { TableName: 't', Item: { id: 1 } } }

const cancelled = (...codes: readonly string[]) =>
  new TransactionCanceledException({
    $metadata: {},
    message: '',
    CancellationReasons: codes.map((Code) => ({ Code })),
  })

/** The local database never answers so; the waits between the tries are made nothing here. */
beforeEach(() => {
  table.reset()
  vi.spyOn(Math, 'random').mockReturnValue(0)
})
afterEach(() => vi.restoreAllMocks())

describe('a transaction', () => {
  it.each(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])(
    'is tried again after %s',
    async (code) => {
      table
        .on(TransactWriteCommand)
        .rejectsOnce(cancelled('None', code))
        .rejectsOnce(cancelled(code, 'None'))
        .resolves({})
      expect(await writeAll(client, [item, item])).toEqual({ written: true })
      expect(table.calls()).toHaveLength(3)
    },
  )

  it.each([
    ['TransactionConflict', 'conflict'],
    ['ThrottlingError', 'throttled'],
  ])('that %s never lets through comes back later', async (code, reason) => {
    table.on(TransactWriteCommand).rejects(cancelled('None', code))
    await expect(writeAll(client, [item, item])).rejects.toMatchObject({ name: 'RetryableError', reason })
  })

  it('whose condition does not hold is not tried again, whatever else speaks against it', async () => {
    table.on(TransactWriteCommand).rejects(cancelled('TransactionConflict', 'ConditionalCheckFailed'))
    expect(await writeAll(client, [item, item])).toMatchObject({
      written: false,
      reasons: [{}, { Code: 'ConditionalCheckFailed' }],
    })
    expect(table.calls()).toHaveLength(1)
  })

  it('that can never succeed fails as it is', async () => {
    table.on(TransactWriteCommand).rejects(cancelled('ValidationError'))
    await expect(writeAll(client, [item])).rejects.toBeInstanceOf(TransactionCanceledException)
  })
})
