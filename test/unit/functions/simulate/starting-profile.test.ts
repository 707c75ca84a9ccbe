import { expect, it } from 'vitest'
import { startingCustomers, startingItem } from '#functions/simulate/starting-profile.ts'
import { factVersion } from '#shared/domain/profile/version.ts'
import type { CalendarRow } from '#shared/ports/calendar-index.ts'

const from = new Date('2026-03-02T00:00:00Z')
const before = factVersion('2026-03-01T10:00:00Z', 'E1')
const after = factVersion('2026-03-02T10:00:00Z', 'E2')

it('leaves out balances, low balances and messages that have come since', () => {
  const at = (instant: string) => ({
    purpose: 'marketing',
    channel: 'email',
    at: Date.parse(instant) / 1_000,
  })
  const item = {
    timeZone: { v: after, x: 'Europe/Prague' },
    'balance:A': { v: before, minor: 1, currency: 'CZK' },
    'balance:B': { v: after, minor: 2, currency: 'CZK' },
    lowBalance: { v: after, x: '2026-03-02' },
    recentContacts: [at('2026-03-01T10:00:00Z'), at('2026-03-02T10:00:00Z')],
  }
  expect(startingItem(item, from)).toEqual({
    timeZone: item.timeZone,
    'balance:A': item['balance:A'],
    recentContacts: [at('2026-03-01T10:00:00Z')],
  })
})

it('asks nobody outside the sample what falls due', async () => {
  async function* rows(): AsyncGenerator<CalendarRow> {
    for (const customerId of ['C1', 'C2']) yield { customerId, kind: 'birthday' }
  }
  const calendar = { birthdays: rows, lunarBirthdays: rows, cardsExpiring: rows }
  const present = { items: { item: async () => undefined }, calendar }
  const start = startingCustomers(present, from, (id) => id === 'C2')
  const found: string[] = []
  for await (const { customerId } of start.calendar.birthdays('03-02')) found.push(customerId)
  expect(found).toEqual(['C2'])
  expect(await start.item('C1')).toBeUndefined()
})
