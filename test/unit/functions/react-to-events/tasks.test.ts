import { expect, it } from 'vitest'
import { reactToEvents } from '#functions/react-to-events/react-to-events.ts'
import { defaultSettings, type Settings } from '#shared/domain/settings.ts'
import { profileChanged, transaction } from '#test/support/builders/bank-events.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { createEngineWorld, queueRecords } from '#test/support/fakes/engine-world.ts'

const settings: Settings = {
  ...defaultSettings,
  tasks: { perManagerAndDay: 2, branches: { B1: { managers: ['RM-1', 'RM-2'] } } },
}
const call = aCampaign({
  channels: [],
  messages: {},
  task: { mode: 'instead', dueWithinHours: 24, title: { en: 'Call' } },
})

const lowBalances = (customerId: string, days: readonly string[]) =>
  days.map((day, n) =>
    transaction(customerId, -60_000, 50_000, {
      eventId: `${customerId}-${n}`,
      occurredAt: `2026-06-${day}T10:00:00Z`,
    }),
  )

const world = () => createEngineWorld({ campaigns: [call], settings })
const known = (customerId: string) =>
  profileChanged(
    customerId,
    { relationshipManagerId: 'RM-2', branchId: 'B1' },
    { occurredAt: '2026-05-01T10:00:00Z' },
  )

it('tasks fill the own manager’s day, then the branch’s others’, then wait in the queue', async () => {
  const { dependencies, tasks } = world()
  const batch = queueRecords(known('C1'), ...lowBalances('C1', ['01', '01', '01', '01', '01', '02']))
  const { failedMessageIds } = await reactToEvents(batch, dependencies)
  expect(failedMessageIds).toEqual([])
  expect(tasks().map(({ assignee }) => assignee)).toEqual(['RM-2', 'RM-2', 'RM-1', 'RM-1', undefined, 'RM-2'])
  expect(tasks()[4]).toMatchObject({ branchId: 'B1', state: 'open' })
})

it('an event that comes again makes no second task and takes no capacity twice', async () => {
  const { dependencies, tasks } = world()
  const [first, second] = lowBalances('C1', ['01', '01'])
  await reactToEvents(queueRecords(known('C1'), first ?? {}, first ?? {}), dependencies)
  await reactToEvents(queueRecords(first ?? {}), dependencies)
  await reactToEvents(queueRecords(second ?? {}), dependencies)
  expect(tasks().map(({ assignee }) => assignee)).toEqual(['RM-2', 'RM-2'])
})
