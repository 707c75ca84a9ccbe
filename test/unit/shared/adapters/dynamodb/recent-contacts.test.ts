import { ConditionalCheckFailedException, TransactionConflictException } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, expect, it } from 'vitest'
import { createRecentContacts } from '#shared/adapters/dynamodb/recent-contacts.ts'
import { RetryableError } from '#shared/domain/errors.ts'
import { aContact } from '#test/support/builders/subjects.ts'

const table = mockClient(DynamoDBDocumentClient)
beforeEach(() => table.reset())

const replace = (seen = [aContact('2026-06-01T09:00:00Z')]) =>
  createRecentContacts(table as unknown as DynamoDBDocumentClient, 'customers').replace('C1', {
    seen,
    next: [...seen, aContact('2026-06-01T10:00:00Z')],
  })

const $metadata = {}

it('writes in place of what was seen only, and asks for nothing back', async () => {
  table.on(UpdateCommand).resolves({})
  expect(await replace()).toBe(true)
  const [input] = table.commandCalls(UpdateCommand).map(({ args }) => args[0].input)
  expect(input).toMatchObject({
    TableName: 'customers',
    Key: { customerId: 'C1', item: 'profile' },
    ConditionExpression: '#contacts = :seen',
    ExpressionAttributeValues: {
      ':seen': [{ at: 1780304400 }],
      ':next': [{ at: 1780304400 }, { at: 1780308000 }],
    },
  })
  expect(input).not.toHaveProperty('ReturnValues')
  expect(input).not.toHaveProperty('ReturnValuesOnConditionCheckFailure')
})

it('writes the first one only where there is none', async () => {
  table.on(UpdateCommand).resolves({})
  await replace([])
  const [input] = table.commandCalls(UpdateCommand).map(({ args }) => args[0].input)
  expect(input?.ConditionExpression).toBe('attribute_not_exists(#contacts)')
})

it('says when somebody else was faster, and comes again where somebody writes at the same time', async () => {
  table.reset()
  table.on(UpdateCommand).rejects(new ConditionalCheckFailedException({ $metadata, message: '' }))
  expect(await replace()).toBe(false)
  table.reset()
  table.on(UpdateCommand).rejects(new TransactionConflictException({ $metadata, message: '' }))
  await expect(replace()).rejects.toEqual(new RetryableError('conflict'))
  table.reset()
  table.on(UpdateCommand).rejects(new Error('out of reach'))
  await expect(replace()).rejects.toThrow('out of reach')
})
