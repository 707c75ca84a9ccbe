import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { expect, it } from 'vitest'
import type { RecordedEntry } from '#infra/local/commands/replay/entries.ts'
import { play } from '#infra/local/commands/replay/play.ts'
import { liveItem, versionItem } from '#shared/adapters/dynamodb/campaign-items.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { type Engine, outcomeOf, startEngine } from '#test/support/local-cloud/engine.ts'
import { mixed, recorded } from '#test/support/recorded-stream.ts'

const offer = aCampaign({
  id: 'savings-offer',
  purpose: 'marketing',
  trigger: { signals: [{ type: 'LargeDeposit' }] },
  channels: ['inapp'],
  expiresAfterHours: 12,
  messages: { en: { inapp: { title: 'Savings', text: 'Savings' } } },
})

const known = (customerId: string, timeZone = 'Europe/Prague'): RecordedEntry =>
  recorded('CustomerProfileChanged', `P-${customerId}`, '2026-02-20', {
    customerId,
    timeZone,
    locale: 'en',
    customerSince: '2015-01-01',
    consents: [
      { purpose: 'marketing', channel: 'inapp', granted: true, at: '2026-02-01T00:00:00Z', proof: 'form' },
    ],
  })

/** Events of a date have the clock at midnight UTC: 01:00 in Prague, so that all marketing is held. */
const deposit = (customerId: string, date: string): RecordedEntry =>
  recorded('LargeDepositDetected', `D-${customerId}`, date, {
    customerId,
    accountId: `A-${customerId}`,
    amount: { minorUnits: 9_000_000, currency: 'CZK' },
  })

const customers = Array.from({ length: 8 }, (_, i) => `C${i}`)
const days = ['2026-03-02', '2026-03-03', '2026-03-09', '2026-03-10']
const lastDay = '2026-03-10'
const deposits = customers.map((customerId, i) => deposit(customerId, days[i % days.length] ?? lastDay))
/** An hour before the replay's end, where it is night until long after it. */
const late: RecordedEntry = {
  ...deposit('NIGHT', lastDay),
  Detail: deposit('NIGHT', lastDay).Detail.replace(`${lastDay}T00:00:00Z`, `${lastDay}T11:00:00Z`),
  occurredAt: new Date(`${lastDay}T11:00:00Z`),
}
const profiles = [...customers.map((customerId) => known(customerId)), known('NIGHT', 'Pacific/Honolulu')]
const happening = [...deposits, late]

const start = async (): Promise<Engine> => {
  const engine = await startEngine()
  for (const Item of [liveItem(offer), versionItem(offer)])
    await engine.documentClient.send(new PutCommand({ TableName: engine.name('CampaignsTable'), Item }))
  return engine
}

it('a replay delivers what was held until within its time, once, in any order and when it is run again', async () => {
  const inOrder = await start()
  try {
    await play([...profiles, ...happening], inOrder.cloud, inOrder)
    const outcome = await outcomeOf(inOrder)
    const states = outcome.messages.map((message) => message.split(' ').at(-1))
    expect(states.sort()).toEqual([...Array(8).fill('delivered'), 'held'])

    await play([...profiles, ...happening], inOrder.cloud, inOrder)
    expect(await outcomeOf(inOrder)).toEqual(outcome)
    for (const item of (await inOrder.items('JournalTable')).values())
      if (item.kind === 'message' && item.state === 'delivered')
        expect(item.history).toMatchObject(
          ['held', 'queued', 'sending', 'sent', 'delivered'].map((state) => ({ state })),
        )

    const anyOrder = await start()
    try {
      await play([...mixed(profiles, 5), ...mixed(happening, 5)], anyOrder.cloud, anyOrder)
      expect(await outcomeOf(anyOrder)).toEqual(outcome)
    } finally {
      await anyOrder.stop()
    }
  } finally {
    await inOrder.stop()
  }
}, 60_000)
