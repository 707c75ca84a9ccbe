import { expect, it } from 'vitest'
import { reactToEvents } from '#functions/react-to-events/react-to-events.ts'
import { profileChanged, transaction } from '#test/support/builders/bank-events.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { createEngineWorld, queueRecords } from '#test/support/fakes/engine-world.ts'

const service = aCampaign()
const marketing = aCampaign({ id: 'savings-offer', purpose: 'marketing' })
const other = aCampaign({
  id: 'other-offer',
  purpose: 'marketing',
  trigger: { signals: [{ type: 'LargeDeposit' }] },
})
const nowhere = { timeZone: 'Mars/Olympus' }

it.each([
  ['a zone that does not exist, and marketing', nowhere, [service, marketing], 1],
  ['no zone, and marketing', undefined, [marketing], 1],
  ['a known zone', { timeZone: 'Asia/Tokyo' }, [service, marketing], undefined],
  ['a zone that does not exist, and service only', nowhere, [service], undefined],
  ['a zone that does not exist, and no campaign that listens', nowhere, [other], undefined],
] as const)(
  'guessed marketing hours are counted once a decision: %s',
  async (_, zone, campaigns, counted) => {
    const { dependencies, customers } = createEngineWorld({ campaigns })
    // The contract lets no such zone in; time zone data may differ between the bank's systems and ours.
    await reactToEvents(queueRecords(profileChanged('C1')), dependencies)
    const { timeZone, ...rest } = customers.get('C1') ?? {}
    customers.set('C1', { ...rest, ...(zone ? { timeZone: { v: '0', x: zone.timeZone } } : {}) })
    const event = transaction('C1', -60_000, 50_000, { eventId: 'E1' })
    const { tally } = await reactToEvents(queueRecords(event), dependencies)
    expect(tally.get('UnknownZones')).toBe(counted)
    const again = await reactToEvents(queueRecords(event), dependencies)
    expect(again.tally.get('UnknownZones')).toBeUndefined()
  },
)
