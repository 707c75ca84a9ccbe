import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, it } from 'vitest'
import { createContactsReader } from '#shared/adapters/dynamodb/contacts-reader.ts'
import { createProfileReader } from '#shared/adapters/dynamodb/profile-reader.ts'
import { consentAllows } from '#shared/domain/profile/customer-profile.ts'

const table = mockClient(DynamoDBDocumentClient)
const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-central-1' }))

beforeEach(() => {
  table.reset()
})

describe('a contact', () => {
  const contact = { v: '2026', fullName: 'Jana Nováková', email: 'jana@mail.example' }

  it('is read without the consent proofs beside it', async () => {
    table.on(GetCommand, { TableName: 'contacts', Key: { customerId: 'C1' } }).resolves({ Item: { contact } })
    expect(await createContactsReader(client, 'contacts').contact('C1')).toEqual({
      fullName: 'Jana Nováková',
      email: 'jana@mail.example',
    })
    expect(table.commandCalls(GetCommand)[0]?.args[0].input).toMatchObject({
      ProjectionExpression: 'contact',
      ConsistentRead: true,
    })
  })

  it.each([
    ['nobody', undefined],
    ['somebody without a contact', {}],
    ['an unreadable one', { contact: { fullName: 7 } }],
  ])('is not there for %s', async (_, Item) => {
    table.on(GetCommand).resolves(Item === undefined ? {} : { Item })
    expect(await createContactsReader(client, 'contacts').contact('C1')).toBeUndefined()
  })
})

describe('a profile', () => {
  const Key = { customerId: 'C1', item: 'profile' }

  it('is read as it is now', async () => {
    const Item = { ...Key, locale: { v: '1', x: 'cs-CZ' }, 'consent:service:email': { v: '1', x: false } }
    table.on(GetCommand, { TableName: 'customers', Key, ConsistentRead: true }).resolves({ Item })
    const profile = await createProfileReader(client, 'customers').profile('C1')
    expect(profile.single.locale).toBe('cs-CZ')
    expect(consentAllows(profile, 'service', 'email')).toBe(false)
  })

  it('is unknown where there is none', async () => {
    table.on(GetCommand).resolves({})
    expect(await createProfileReader(client, 'customers').profile('C1')).toMatchObject({ known: false })
  })
})
