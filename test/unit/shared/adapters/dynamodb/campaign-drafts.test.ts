import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createCampaignDrafts } from '#shared/adapters/dynamodb/campaign-drafts.ts'
import { draftItem } from '#shared/adapters/dynamodb/draft-items.ts'
import type { WorkingCopy } from '#shared/domain/campaign/working-copy.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'

const table = mockClient(DynamoDBDocumentClient)
const drafts = createCampaignDrafts({
  documentClient: table as unknown as DynamoDBDocumentClient,
  campaignsTable: 'campaigns',
  auditTable: 'audit',
})

const copy: WorkingCopy = {
  campaignId: 'low-balance',
  revision: 3,
  state: 'approved',
  version: 1,
  // More than an item could hold as it is: groups within groups, and a number beyond DynamoDB's.
  content: { deep: JSON.parse(`${'['.repeat(60)}1e300${']'.repeat(60)}`) },
  createdBy: 'jana',
  authors: ['id-of-jana'],
  authorNames: ['jana'],
  updatedAt: '2027-01-15T10:00:00.000Z',
  submitted: {
    by: 'id-of-jana',
    name: 'jana',
    at: '2027-01-15T09:00:00.000Z',
    content: { audience: { field: 'x' } },
  },
}
const audit = {
  subject: 'campaign#low-balance',
  action: 'approved',
  at: new Date('2027-01-15T10:00:00Z'),
  caller: { userId: 'id-of-petr', name: 'Petr', groups: ['approver'] as const },
  requestId: 'r-1',
}
const cancelled = (...codes: readonly string[]) =>
  new TransactionCanceledException({
    $metadata: {},
    message: '',
    CancellationReasons: codes.map((Code) => ({ Code })),
  })

beforeEach(() => {
  table.reset()
  vi.spyOn(Math, 'random').mockReturnValue(0)
})
afterEach(() => vi.restoreAllMocks())

const approve = () => drafts.approve(copy, aCampaign(), audit)

describe('an approval', () => {
  it('writes the working copy, the version and the audit line together', async () => {
    table.on(TransactWriteCommand).resolves({})
    expect(await approve()).toBe('approved')
    const [call] = table.commandCalls(TransactWriteCommand)
    const items = call?.args[0].input.TransactItems?.map(({ Put }) => [
      Put?.TableName,
      Put?.Item?.collection ?? Put?.Item?.subject,
      Put?.Item?.entry,
    ])
    expect(items).toEqual([
      ['campaigns', 'drafts', 'low-balance'],
      ['campaigns', 'campaign#low-balance', 'v000001'],
      ['audit', 'campaign#low-balance', '2027-01-15T10:00:00.000Z#approved#r-1'],
    ])
  })

  it('asks the table about the very person whom its audit line names', async () => {
    table.on(TransactWriteCommand).resolves({})
    await approve()
    const [copied, , line] = table.commandCalls(TransactWriteCommand)[0]?.args[0].input.TransactItems ?? []
    expect(copied?.Put?.ExpressionAttributeValues).toMatchObject({
      ':userId': line?.Put?.Item?.by,
      ':name': 'petr',
    })
  })

  it.each([
    [['ConditionalCheckFailed', 'None', 'None'], 'refused'],
    [['ConditionalCheckFailed', 'ConditionalCheckFailed', 'None'], 'refused'],
    [['None', 'ConditionalCheckFailed', 'None'], 'version-taken'],
    [['None', 'None', 'ConditionalCheckFailed'], 'refused'],
  ])('where conditions fail (%j) is %s', async (codes, expected) => {
    table.on(TransactWriteCommand).rejects(cancelled(...codes))
    expect(await approve()).toBe(expected)
  })

  it('that others’ transactions never let through may be tried again', async () => {
    table.on(TransactWriteCommand).rejects(cancelled('TransactionConflict', 'None', 'None'))
    await expect(approve()).rejects.toMatchObject({ name: 'RetryableError', reason: 'conflict' })
  })
})

describe('a working copy', () => {
  it('is read as it was written, whatever its content holds', async () => {
    table.on(GetCommand).resolves({ Item: structuredClone(draftItem(copy)) })
    expect(await drafts.read('low-balance')).toEqual(copy)
    table.on(GetCommand).resolves({})
    expect(await drafts.read('low-balance')).toBeUndefined()
  })
})
