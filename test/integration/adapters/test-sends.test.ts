import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestSends } from '#shared/adapters/dynamodb/test-sends.ts'
import type { AuditEntry } from '#shared/ports/audit.ts'
import { startTables, type Tables } from '#test/support/local-cloud/tables.ts'

let tables: Tables
beforeAll(async () => {
  tables = await startTables()
})
afterAll(() => tables.stop())

const at = new Date('2027-01-15T10:00:30Z')
const line = (requestId: string): AuditEntry => ({
  subject: 'campaign#offer',
  action: 'test-sent',
  at,
  caller: { userId: 'u-mara', name: 'mara', groups: ['marketer'] },
  requestId,
})

test('of many at once no more are sent than a minute has, each with its line; the next minute has as many', async () => {
  const sends = createTestSends({
    documentClient: tables.documentClient,
    campaignsTable: tables.name('CampaignsTable'),
    auditTable: tables.name('AuditTable'),
  })
  const many = Array.from({ length: 8 }, (_, index) => sends.take('u-mara', at, 5, line(`r${index}`)))
  expect((await Promise.all(many)).filter(Boolean)).toHaveLength(5)
  expect(await tables.itemsOf('AuditTable', 'campaign#offer')).toHaveLength(5)
  expect(await sends.take('u-petr', at, 5, line('of another person'))).toBe(true)
  expect(await sends.take('u-mara', new Date('2027-01-15T10:01:00Z'), 5, line('a minute later'))).toBe(true)
  const [counter] = await tables.itemsOf('CampaignsTable', 'test-sends')
  expect(counter).toMatchObject({ sent: 5 })
  expect(Number(counter?.expiresAt)).toBeGreaterThan(at.getTime() / 1000)
})
