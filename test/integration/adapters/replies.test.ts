import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createContactsWriter } from '#shared/adapters/dynamodb/contacts-writer.ts'
import { createOptOuts } from '#shared/adapters/dynamodb/opt-outs.ts'
import { createPhoneIndex } from '#shared/adapters/dynamodb/phone-index.ts'
import { createProfileReader } from '#shared/adapters/dynamodb/profile-reader.ts'
import { createProfileStore } from '#shared/adapters/dynamodb/profile-store.ts'
import type { RegisterWrite } from '#shared/domain/profile/register.ts'
import { factVersion } from '#shared/domain/profile/version.ts'
import { startTables, type Tables } from '#test/support/local-cloud/tables.ts'
import { mixed } from '#test/support/recorded-stream.ts'

let tables: Tables
beforeAll(async () => {
  tables = await startTables()
})
afterAll(() => tables?.stop())

const contacts = () =>
  createContactsWriter({
    documentClient: tables.documentClient,
    tableName: tables.name('ContactsTable'),
  })
const phones = () => createPhoneIndex(tables.documentClient, tables.name('ContactsTable'))

const contact = (v: string, phone?: string): RegisterWrite => ({
  attribute: 'contact',
  value: { v, fullName: 'Jana', ...(phone === undefined ? {} : { phone }) },
})
const proof: RegisterWrite = { attribute: 'proof:service:sms', value: { v: '1', granted: true } }

describe('the index of phone numbers', () => {
  it('finds every customer who has a number, and nobody by another', async () => {
    for (const customerId of ['P2', 'P1']) await contacts().keep(customerId, [contact('1', '+420600000001')])
    await contacts().keep('P3', [contact('1', '+420600000002')])
    expect(await phones().customersWith('+420600000001')).toEqual(['P1', 'P2'])
    expect(await phones().customersWith('+420600000003')).toEqual([])
  })

  it('follows the newest contact, in whatever order and however often they come', async () => {
    const facts = [
      contact('1', '+420600000011'),
      contact('2', '+420600000012'),
      contact('3', '+420600000013'),
    ]
    for (const fact of mixed([...facts, ...facts, proof], 3)) await contacts().keep('P4', [fact])
    expect(await phones().customersWith('+420600000011')).toEqual([])
    expect(await phones().customersWith('+420600000012')).toEqual([])
    expect(await phones().customersWith('+420600000013')).toEqual(['P4'])
  })

  it('forgets a number that a newer contact does not name, and does not learn it again from an older one', async () => {
    await contacts().keep('P5', [contact('1', '+420600000021'), proof])
    await contacts().keep('P5', [contact('2')])
    await contacts().keep('P5', [contact('1', '+420600000021'), proof])
    expect(await phones().customersWith('+420600000021')).toEqual([])
    expect(await tables.itemsOf('ContactsTable', 'P5')).toEqual([
      { customerId: 'P5', contact: { v: '2', fullName: 'Jana' }, [proof.attribute]: proof.value },
    ])
  })

  it('is left alone by what is no contact', async () => {
    await contacts().keep('P6', [contact('1', '+420600000031')])
    await contacts().keep('P6', [{ ...proof, value: { ...proof.value, v: '2' } }])
    expect(await phones().customersWith('+420600000031')).toEqual(['P6'])
  })
})

const at = new Date('2026-03-10T09:00:00.000Z')
const now = new Date('2026-03-10T09:00:02.000Z')

const optOuts = () =>
  createOptOuts({
    documentClient: tables.documentClient,
    customersTable: tables.name('CustomersTable'),
    auditTable: tables.name('AuditTable'),
    journalTable: tables.name('JournalTable'),
  })

const consent = (customerId: string, purpose: string, given: string, granted = true) =>
  createProfileStore({
    documentClient: tables.documentClient,
    tableName: tables.name('CustomersTable'),
  }).apply(customerId, [
    { attribute: `consent:${purpose}:sms`, value: { v: factVersion(given, 'E1'), x: granted } },
  ])

const standing = async (customerId: string) => {
  const reader = createProfileReader(tables.documentClient, tables.name('CustomersTable'))
  return (await reader.profile(customerId)).suppressions.get('sms')
}
const confirmations = async (...customers: string[]) =>
  (await Promise.all(customers.map((each) => tables.itemsOf('JournalTable', each)))).flat()

const audited = async (customerId: string) => {
  const entries = await tables.itemsOf('AuditTable', `customer#${customerId}`)
  return entries.map(({ entry }) => entry)
}

describe('an opt-out by reply', () => {
  it('closes SMS for all who share the number, each with a trace, and is confirmed once', async () => {
    expect(await optOuts().keep(['O1', 'O2'], { replyId: 'r1', at }, now)).toBe(2)
    for (const customerId of ['O1', 'O2']) {
      expect(await standing(customerId)).toEqual({ reason: 'opted-out', since: at.toISOString() })
      expect(await audited(customerId)).toEqual([`${at.toISOString()}#opted-out#sms`])
    }
    expect(await confirmations('O1', 'O2')).toMatchObject([
      {
        customerId: 'O1',
        entry: `${at.toISOString()}#message#system-opt-out-confirmation#r1`,
        state: 'held',
        due: now.toISOString(),
        dueKey: expect.stringMatching(/^release#/),
        validUntil: '2026-03-10T09:05:00.000Z',
      },
    ])
  })

  it('changes nothing more when it comes again, or by another reply, many times at once', async () => {
    const replies = [1, 2, 3].map((n) => ({ replyId: `s${n}`, at: new Date(at.getTime() + n * 1000) }))
    const kept = await Promise.all(
      [...replies, ...replies].map((reply) => optOuts().keep(['S1', 'S2'], reply, now)),
    )
    expect(kept.reduce((sum, each) => sum + each, 0)).toBe(2)
    expect(await audited('S1')).toHaveLength(1)
    expect(await audited('S2')).toHaveLength(1)
    expect(await confirmations('S1', 'S2')).toHaveLength(1)
  })

  it('of a number where some have opted out before concerns the others, and is confirmed to one of them', async () => {
    await optOuts().keep(['T2'], { replyId: 't1', at }, now)
    const later = new Date('2026-03-11T09:00:00.000Z')
    expect(await optOuts().keep(['T1', 'T2', 'T3'], { replyId: 't2', at: later }, later)).toBe(2)
    expect(await audited('T2')).toHaveLength(1)
    expect((await confirmations('T1', 'T2', 'T3')).map(({ customerId }) => customerId)).toEqual(['T1', 'T2'])
  })

  it('that comes to us too late is kept without an answer', async () => {
    expect(await optOuts().keep(['L1'], { replyId: 'l1', at }, new Date('2026-03-10T09:05:00.000Z'))).toBe(1)
    expect(await standing('L1')).toMatchObject({ reason: 'opted-out' })
    expect(await confirmations('L1')).toEqual([])
  })

  it.each(['service', 'marketing'])(
    'may follow a consent to %s that took the last one back',
    async (purpose) => {
      const customerId = `A-${purpose}`
      await optOuts().keep([customerId], { replyId: 'a1', at }, now)
      await consent(customerId, purpose, '2026-03-11T09:00:00Z')
      const again = new Date('2026-03-12T09:00:00.000Z')
      expect(await optOuts().keep([customerId], { replyId: 'a2', at: again }, again)).toBe(1)
      expect(await standing(customerId)).toEqual({ reason: 'opted-out', since: again.toISOString() })
      expect(await confirmations(customerId)).toHaveLength(2)
    },
  )

  it('follows no refusal, and no consent from before', async () => {
    await consent('B1', 'service', '2026-03-01T09:00:00Z')
    await optOuts().keep(['B1'], { replyId: 'b1', at }, now)
    await consent('B1', 'marketing', '2026-03-11T09:00:00Z', false)
    const again = new Date('2026-03-12T09:00:00.000Z')
    expect(await optOuts().keep(['B1'], { replyId: 'b2', at: again }, again)).toBe(0)
    expect(await confirmations('B1')).toHaveLength(1)
  })

  it('closes a number that a hundred customers share', async () => {
    const customers = Array.from({ length: 100 }, (_, n) => `H${String(n).padStart(3, '0')}`)
    expect(await optOuts().keep(customers, { replyId: 'h1', at }, now)).toBe(100)
    expect(await optOuts().keep(customers, { replyId: 'h1', at }, now)).toBe(0)
    expect(await confirmations('H000', 'H049', 'H098')).toHaveLength(1)
    expect(await standing('H099')).toMatchObject({ reason: 'opted-out' })
  })
})
