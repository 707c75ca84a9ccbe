import { describe, expect, it } from 'vitest'
import { auditTable } from '#shared/tables/audit.ts'
import { campaignsTable } from '#shared/tables/campaigns.ts'
import { contactsTable } from '#shared/tables/contacts.ts'
import { customersTable } from '#shared/tables/customers.ts'
import { journalTable } from '#shared/tables/journal.ts'
import { parkedTable } from '#shared/tables/parked.ts'
import type { TableDefinition } from '#shared/tables/table.ts'
import { synthesized } from '#test/infra/synthesized.ts'

const definitions: Readonly<Record<string, TableDefinition>> = {
  CustomersTable: customersTable,
  ContactsTable: contactsTable,
  CampaignsTable: campaignsTable,
  JournalTable: journalTable,
  AuditTable: auditTable,
  ParkedTable: parkedTable,
}

const { resources, output } = synthesized()
const tables = resources('AWS::DynamoDB::Table')

describe.each(tables)('table $id', ({ properties, deletionPolicy, updateReplacePolicy }) => {
  it('outlives its stack', () => {
    expect([deletionPolicy, updateReplacePolicy]).toEqual(['Retain', 'Retain'])
    expect(properties.DeletionProtectionEnabled).toBe(true)
  })

  it('can be restored to any second of the last weeks', () => {
    expect(properties.PointInTimeRecoverySpecification).toEqual({ PointInTimeRecoveryEnabled: true })
  })

  it('costs nothing while idle', () => {
    expect(properties.BillingMode).toBe('PAY_PER_REQUEST')
  })
})

describe('tables', () => {
  it('are those of shared/tables, and no other', () => {
    expect(tables.map(({ id }) => id).sort()).toEqual(
      Object.keys(definitions)
        .map((name) => output(name).id)
        .sort(),
    )
  })

  it.each(Object.entries(definitions))('%s has the keys of its definition', (name, definition) => {
    const { KeySchema, GlobalSecondaryIndexes, TimeToLiveSpecification } = output(name).properties
    const keys = [definition.partitionKey, ...(definition.sortKey ? [definition.sortKey] : [])]
    expect(KeySchema.map((key: { AttributeName: string }) => key.AttributeName)).toEqual(keys)
    expect(TimeToLiveSpecification?.AttributeName).toBe(definition.timeToLive)
    expect((GlobalSecondaryIndexes ?? []).map((index: { IndexName: string }) => index.IndexName)).toEqual(
      Object.keys(definition.indexes),
    )
  })

  it.each(['ContactsTable', 'ParkedTable'])('%s is encrypted with a key of its own', (name) => {
    const { SSEType, KMSMasterKeyId } = output(name).properties.SSESpecification
    expect(SSEType).toBe('KMS')
    const users = tables.filter(
      ({ properties }) => properties.SSESpecification?.KMSMasterKeyId === KMSMasterKeyId,
    )
    expect(users.map(({ id }) => id)).toEqual([output(name).id])
    const key = resources('AWS::KMS::Key').find(({ id }) => id === KMSMasterKeyId)
    expect([key?.deletionPolicy, key?.updateReplacePolicy]).toEqual(['Retain', 'Retain'])
  })
})

describe.each(resources('AWS::KMS::Key'))('key $id', ({ properties }) => {
  it('is rotated', () => {
    expect(properties.EnableKeyRotation).toBe(true)
  })
})
