import { expect, it } from 'vitest'
import { summarizeJournal } from '#infra/local/commands/replay/summary.ts'
import { CAPACITY_KIND, capacityKey } from '#shared/tables/journal.ts'
import { aMessage } from '#test/support/builders/messages.ts'

async function* table(...items: readonly object[]) {
  for (const item of items) yield { ...item }
}

it('the journal’s summary passes over the counters of managers’ days', async () => {
  const counter = { ...capacityKey('RM-1', '2026-06-01'), kind: CAPACITY_KIND, tasks: 3 }
  const expected = await summarizeJournal(table(aMessage()))
  expect(await summarizeJournal(table(counter, aMessage()))).toEqual(expected)
  expect(expected.messages.queued).toBe(1)
})
