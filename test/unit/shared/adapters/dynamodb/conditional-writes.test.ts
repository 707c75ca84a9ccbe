import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, it } from 'vitest'
import { createRecentContacts } from '#shared/adapters/dynamodb/recent-contacts.ts'
import { createSuppressionWriter } from '#shared/adapters/dynamodb/suppression-writer.ts'
import { createTaskJournal } from '#shared/adapters/dynamodb/task-journal.ts'
import { createUnsettledMessages } from '#shared/adapters/dynamodb/unsettled-messages.ts'
import { aTask } from '#test/support/builders/messages.ts'

const table = mockClient(DynamoDBDocumentClient)
beforeEach(() => table.reset())

const client = table as unknown as DynamoDBDocumentClient
const at = new Date('2026-06-01T10:00:00.000Z')
const due = { customerId: 'C1', entry: 'E1', due: at }

/** Each of them is one conditional write, and says whether it was made. */
const writes: readonly (readonly [string, () => Promise<boolean>])[] = [
  ['recent contacts', () => createRecentContacts(client, 'customers').replace('C1', { seen: [], next: [] })],
  [
    'a suppression',
    () =>
      createSuppressionWriter(client, 'customers').keep('C1', {
        channel: 'email',
        reason: 'bounced',
        since: at,
        from: at,
        providerMessageId: 'P1',
      }),
  ],
  [
    'an escalation',
    () => createTaskJournal(client, 'journal').escalate(aTask(), { at, to: undefined, note: 'overdue' }),
  ],
  [
    'what is due next',
    () => createUnsettledMessages(client, 'journal').moveOn(due, { kind: 'confirm', due: at }),
  ],
  ['nothing more that is due', () => createUnsettledMessages(client, 'journal').moveOn(due, undefined)],
  ['what nobody confirmed', () => createUnsettledMessages(client, 'journal').markUnconfirmed(due, at)],
]

describe.each(writes)('%s', (_, write) => {
  it('is written', async () => {
    table.on(UpdateCommand).resolves({})
    expect(await write()).toBe(true)
    expect(table.commandCalls(UpdateCommand)).toHaveLength(1)
  })

  it('says where somebody else was faster', async () => {
    table.on(UpdateCommand).rejects(new ConditionalCheckFailedException({ $metadata: {}, message: '' }))
    expect(await write()).toBe(false)
  })

  it('is tried again by the caller where the table did not answer', async () => {
    table.on(UpdateCommand).rejects(new Error('out of reach'))
    await expect(write()).rejects.toThrow('out of reach')
  })
})
