import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BankEventName, BankEventNamed } from '#events/registry.ts'
import { journalEntrySchema } from '#shared/domain/message/journal-entry.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { onlyCampaigns } from '#test/support/local-cloud/campaigns.ts'
import { type Engine, startEngine } from '#test/support/local-cloud/engine.ts'

const service = aCampaign({ id: 'low-balance', channels: ['email'] })
const marketing = aCampaign({
  id: 'savings-offer',
  purpose: 'marketing',
  trigger: { signals: [{ type: 'LargeDeposit' }] },
  channels: ['email'],
})

let engine: Engine
beforeAll(async () => {
  engine = await startEngine({ clock: 'wall' })
  await onlyCampaigns(engine, service, marketing)
})
afterAll(() => engine?.stop())

/** Publishes one event that happens now, and waits until all that follows from it is done, feedback included. */
const happens = async <Name extends BankEventName>(
  name: Name,
  eventId: string,
  data: BankEventNamed<Name>['detail']['data'],
): Promise<void> => {
  const metadata = { eventId, occurredAt: new Date().toISOString(), version: 1 }
  await engine.publish([
    { Source: 'bank.core', DetailType: name, Detail: JSON.stringify({ metadata, data }) },
  ])
  await engine.cloud.settled()
}

const crowns = (minorUnits: number) => ({ minorUnits, currency: 'CZK' })

const known = (customerId: string, eventId: string, email: string) =>
  happens('CustomerProfileChanged', eventId, {
    customerId,
    timeZone: 'Europe/Prague',
    contact: { fullName: 'Jana', email },
    consents: [
      {
        purpose: 'marketing',
        channel: 'email',
        granted: true,
        at: new Date().toISOString(),
        proof: 'form',
      },
    ],
  })

const lowBalance = (customerId: string, eventId: string) =>
  happens('LowBalanceDetected', eventId, { customerId, accountId: 'A1', balance: crowns(5) })

const largeDeposit = (customerId: string, eventId: string) =>
  happens('LargeDepositDetected', eventId, { customerId, accountId: 'A1', amount: crowns(9_000_000) })

/** The decision that an event led to. */
const decisionOn = async (eventId: string) => {
  const items = [...(await engine.items('JournalTable')).values()]
  return journalEntrySchema.parse(
    items.find(({ kind, ...item }) => kind === 'decision' && item.eventId === eventId),
  )
}

/** States of the customer's messages to providers. */
const statesOf = async (customerId: string) =>
  [...(await engine.items('JournalTable')).values()]
    .filter((item) => item.kind === 'message' && item.customerId === customerId)
    .map(({ state }) => state)

const callsTo = (email: string) =>
  engine.cloud.providers.calls().filter(({ destination }) => destination.includes(email))

describe('after a complaint', () => {
  it('marketing is refused, service still goes', async () => {
    const email = 'complaint+s1@simulator.amazonses.com'
    await known('S1', 'S1-P1', email)
    await lowBalance('S1', 'S1-L1')
    expect(await statesOf('S1')).toEqual(['complained'])

    await largeDeposit('S1', 'S1-D1')
    expect(await decisionOn('S1-D1')).toMatchObject({
      result: 'suppressed',
      refused: { suppressed: 'savings-offer@1' },
      seen: { suppressed: 'email:complained' },
    })
    await lowBalance('S1', 'S1-L2')
    expect(await decisionOn('S1-L2')).toMatchObject({ result: 'won' })
    expect(callsTo(email)).toHaveLength(2)
  })

  it('a new address does not lift it', async () => {
    await known('S2', 'S2-P1', 'complaint+s2@simulator.amazonses.com')
    await lowBalance('S2', 'S2-L1')
    await known('S2', 'S2-P2', 's2@customers.example')
    await largeDeposit('S2', 'S2-D1')
    expect(await decisionOn('S2-D1')).toMatchObject({ result: 'suppressed' })
  })
})

describe('after a bounce', () => {
  it('nothing goes to the address; a new one lifts it', async () => {
    const email = 'bounce+s3@simulator.amazonses.com'
    await known('S3', 'S3-P1', email)
    await lowBalance('S3', 'S3-L1')
    expect(await statesOf('S3')).toEqual(['bounced'])

    await lowBalance('S3', 'S3-L2')
    await largeDeposit('S3', 'S3-D1')
    for (const eventId of ['S3-L2', 'S3-D1'])
      expect(await decisionOn(eventId)).toMatchObject({
        result: 'suppressed',
        seen: { suppressed: 'email:bounced' },
      })
    expect(callsTo(email)).toHaveLength(1)

    await known('S3', 'S3-P2', 's3@customers.example')
    await lowBalance('S3', 'S3-L3')
    expect(callsTo('s3@customers.example')).toHaveLength(1)
    expect(await statesOf('S3')).toEqual(['bounced', 'delivered'])
    await largeDeposit('S3', 'S3-D2')
    expect(await decisionOn('S3-D2')).toMatchObject({ result: 'won' })
  })
})

describe('after a delivery', () => {
  it('nothing stands against the address', async () => {
    await known('S4', 'S4-P1', 's4@customers.example')
    await lowBalance('S4', 'S4-L1')
    await largeDeposit('S4', 'S4-D1')
    expect(await decisionOn('S4-D1')).toMatchObject({ result: 'won', seen: { suppressed: 'none' } })
    expect(Object.keys((await engine.items('CustomersTable')).get('S4 profile') ?? {})).not.toContainEqual(
      expect.stringContaining('suppressed'),
    )
  })
})
