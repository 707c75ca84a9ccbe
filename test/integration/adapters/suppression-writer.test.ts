import { afterAll, beforeAll, expect, it } from 'vitest'
import { createProfileReader } from '#shared/adapters/dynamodb/profile-reader.ts'
import { createProfileStore } from '#shared/adapters/dynamodb/profile-store.ts'
import { createSuppressionWriter } from '#shared/adapters/dynamodb/suppression-writer.ts'
import type { ReportedSuppression } from '#shared/domain/profile/suppression.ts'
import { createInMemorySuppressions } from '#test/support/fakes/in-memory-suppressions.ts'
import { startTables, type Tables } from '#test/support/local-cloud/tables.ts'
import { mixed } from '#test/support/recorded-stream.ts'

let tables: Tables
beforeAll(async () => {
  tables = await startTables()
})
afterAll(() => tables?.stop())

const writer = () => createSuppressionWriter(tables.documentClient, tables.name('CustomersTable'))

const report = (n: number, changes: Partial<ReportedSuppression> = {}): ReportedSuppression => {
  const at = new Date(Date.UTC(2026, 2, 1, 0, n))
  return { channel: 'email', reason: 'bounced', since: at, from: at, providerMessageId: `m${n}`, ...changes }
}

/** Twenty reports about two channels, of all reasons. */
const reports = Array.from({ length: 20 }, (_, n) =>
  report(n, {
    channel: n % 3 === 0 ? 'sms' : 'email',
    reason: (['bounced', 'opted-out', 'complained', 'unsubscribed'] as const)[n % 4] ?? 'bounced',
  }),
)

it('many reports at once, in any order and said twice, end as one after the other does in memory', async () => {
  const memory = createInMemorySuppressions()
  for (const each of reports) await memory.keep('W1', each)
  await Promise.all(mixed([...reports, ...reports], 5).map((each) => writer().keep('W1', each)))
  expect(await tables.itemsOf('CustomersTable', 'W1')).toEqual([
    { customerId: 'W1', item: 'profile', ...memory.items.get('W1') },
  ])
})

it('says whether it changed anything', async () => {
  expect(await writer().keep('W2', report(2))).toBe(true)
  expect(await writer().keep('W2', report(2))).toBe(false)
  expect(await writer().keep('W2', report(1))).toBe(false)
  expect(await writer().keep('W2', report(1, { reason: 'complained' }))).toBe(true)
})

it('leaves the rest of the profile alone', async () => {
  const { documentClient, name } = tables
  const tableName = name('CustomersTable')
  const store = createProfileStore({ documentClient, tableName })
  await store.apply('W3', [{ attribute: 'locale', value: { v: '1', x: 'cs-CZ' } }])
  await writer().keep('W3', report(1))
  const profile = await createProfileReader(documentClient, tableName).profile('W3')
  expect(profile.single).toEqual({ locale: 'cs-CZ' })
  expect([...profile.suppressions]).toEqual([
    ['email', { reason: 'bounced', since: '2026-03-01T00:01:00.000Z' }],
  ])
})
