import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reactToEvents } from '#functions/react-to-events/react-to-events.ts'
import { RetryableError } from '#shared/domain/errors.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { envelope, profileChanged, transaction } from '#test/support/builders/bank-events.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { createEngineWorld, queueRecords } from '#test/support/fakes/engine-world.ts'

const lowBalance = (customerId: string, stamp = {}) => transaction(customerId, -60_000, 50_000, stamp)
const service = aCampaign()
const marketing = aCampaign({ id: 'savings-offer', purpose: 'marketing' })
const marketingConsent = {
  purpose: 'marketing' as const,
  channel: 'email' as const,
  granted: true,
  at: '2026-01-01T00:00:00Z',
  proof: 'form',
}

describe('a bank event that leads to a message', () => {
  it('keeps the balance, records the decision and queues the message', async () => {
    const world = createEngineWorld({ campaigns: [service] })
    const result = await reactToEvents(
      queueRecords(profileChanged('C1'), lowBalance('C1')),
      world.dependencies,
    )
    expect(result.failedMessageIds).toEqual([])
    expect(world.queued).toEqual([expect.objectContaining({ customerId: 'C1', channel: 'email' })])
    expect(world.decisions()).toMatchObject([{ result: 'won', signal: { type: 'LowBalance' } }])
    expect(world.customers.get('C1')).toMatchObject({ 'balance:A-C1': { minor: 50_000 } })
  })

  it('keeps name and addresses out of the profile', async () => {
    const world = createEngineWorld()
    await reactToEvents(queueRecords(profileChanged('C1')), world.dependencies)
    expect(JSON.stringify(world.customers.get('C1'))).not.toMatch(/Nov|example|420600/)
    expect(world.contacts.get('C1')).toMatchObject({ contact: { email: 'anna@example.com' } })
    expect(world.customers.get('C1')).toMatchObject({ reach: { x: ['email', 'phone'] } })
  })

  it('says it once when the event comes again, in the same batch or later', async () => {
    const world = createEngineWorld({ campaigns: [service] })
    const event = lowBalance('C1', { eventId: 'same' })
    await reactToEvents(queueRecords(profileChanged('C1'), event, event), world.dependencies)
    await reactToEvents(queueRecords(event), world.dependencies)
    expect(world.decisions()).toHaveLength(1)
    expect(new Set(world.queued.map(({ entry }) => entry)).size).toBe(1)
  })

  it('still decides when the first run died between profile and decision', async () => {
    const world = createEngineWorld({ campaigns: [service] })
    const event = lowBalance('C1')
    await reactToEvents(queueRecords(profileChanged('C1')), world.dependencies)
    const silent = {
      ...world.dependencies,
      recorder: { record: async () => Promise.reject(new Error('died')) },
    }
    const first = await reactToEvents(queueRecords(event), silent)
    expect(first.failedMessageIds).toEqual(['message-0'])
    expect(world.decisions()).toHaveLength(0)
    await reactToEvents(queueRecords(event), world.dependencies)
    expect(world.decisions()).toMatchObject([{ result: 'won' }])
  })

  it('brings the message to its queue when the first run died before', async () => {
    const world = createEngineWorld({ campaigns: [service] })
    const records = queueRecords(profileChanged('C1'), lowBalance('C1', { eventId: 'E1' }))
    world.failNextEnqueue()
    const first = await reactToEvents(records, world.dependencies)
    expect(first.failedMessageIds).toEqual(['message-0', 'message-1'])
    expect(world.queued).toEqual([])
    const second = await reactToEvents(records, world.dependencies)
    expect(second.failedMessageIds).toEqual([])
    expect(world.queued).toHaveLength(1)
    expect(world.decisions()).toHaveLength(1)
  })
})

describe('a batch', () => {
  it('reports only the records of the customer that failed', async () => {
    const world = createEngineWorld()
    world.failNextWrite(new RetryableError('throttled'))
    const { failedMessageIds } = await reactToEvents(
      queueRecords(transaction('C1', 1, 2), transaction('C2', 1, 2), transaction('C1', 3, 5)),
      world.dependencies,
    )
    expect(failedMessageIds).toEqual(['message-0', 'message-2'])
    expect(world.customers.has('C2')).toBe(true)
  })

  it('parks what the store refuses for ever, and gives the rest of the customer its effect', async () => {
    const world = createEngineWorld()
    const refusal = () => Object.assign(new Error('Item size'), { name: 'ValidationException' })
    world.failNextWrite(refusal())
    world.failNextWrite(refusal())
    const { failedMessageIds, tally } = await reactToEvents(
      queueRecords(transaction('C1', 1, 2, { eventId: 'E1' }), transaction('C1', 3, 5, { eventId: 'E2' })),
      world.dependencies,
    )
    expect(failedMessageIds).toEqual([])
    expect([...world.parked.values()]).toMatchObject([{ detailType: 'TransactionPosted' }])
    expect(world.customers.get('C1')).toMatchObject({ 'balance:A-C1': { minor: 5 } })
    expect(tally.get('EventsAccepted')).toBe(1)
  })

  it('shares one write among the events of one customer', async () => {
    const world = createEngineWorld()
    const { tally } = await reactToEvents(
      queueRecords(transaction('C1', 1, 2), transaction('C1', 1, 3), transaction('C1', 1, 4)),
      world.dependencies,
    )
    expect(tally.get('QuietWriteUnits')).toBe(1)
    expect(tally.get('EventsQuiet')).toBe(3)
    expect(tally.get('EventsAccepted')).toBe(3)
  })
})

describe('what a quiet event costs', () => {
  it('is its share of the write that it had in common with others', async () => {
    const world = createEngineWorld({ campaigns: [service] })
    const { tally } = await reactToEvents(
      queueRecords(
        transaction('C1', 1, 200_000),
        lowBalance('C1'),
        transaction('C1', 1, 300_000),
        transaction('C1', 1, 2),
      ),
      world.dependencies,
    )
    expect(tally.get('EventsQuiet')).toBe(3)
    expect(tally.get('QuietWriteUnits')).toBe(0.75)
    expect(tally.get('StaleEvents')).toBeUndefined()
  })

  it('is shown for stale events, too: they write nothing, and are counted', async () => {
    const world = createEngineWorld()
    const event = transaction('C1', 1, 2)
    await reactToEvents(queueRecords(event), world.dependencies)
    const { tally } = await reactToEvents(queueRecords(event), world.dependencies)
    expect(tally.get('StaleEvents')).toBe(1)
  })
})

describe('consents', () => {
  it('count from when they were given or withdrawn, not from when the bank told us', async () => {
    const world = createEngineWorld()
    const consent = (granted: boolean, at: string) => [{ ...marketingConsent, granted, at }]
    await reactToEvents(
      queueRecords(
        profileChanged(
          'C1',
          { consents: consent(false, '2026-05-02T00:00:00Z') },
          { occurredAt: '2026-05-03T00:00:00Z' },
        ),
        profileChanged(
          'C1',
          { consents: consent(true, '2026-05-01T00:00:00Z') },
          { occurredAt: '2026-05-04T00:00:00Z' },
        ),
      ),
      world.dependencies,
    )
    expect(world.customers.get('C1')).toMatchObject({ 'consent:marketing:email': { x: false } })
  })
})

describe('bad input', () => {
  const bad: [what: string, body: object | string, reason: RegExp][] = [
    ['no JSON', '{', /^body: expected JSON/],
    ['no envelope', { hello: 1 }, /^body: expected an EventBridge event/],
    ['an unknown name', { ...transaction('C1', 1, 2), 'detail-type': 'Nonsense' }, /^unknown detail-type/],
    [
      'a time two days ahead',
      transaction('C1', 1, 2, { occurredAt: '2026-11-24T12:00:01Z' }),
      /^metadata\.occurredAt: expected/,
    ],
    [
      'a consent that will be given in two days',
      profileChanged('C1', {
        consents: [marketingConsent, { ...marketingConsent, at: '2026-11-24T12:00:01Z' }],
      }),
      /^data\.consents\[1\]\.at: expected/,
    ],
    ['no amount', envelope('TransactionPosted', { customerId: 'C1' } as never), /^data\./],
  ]
  it.each(bad)('%s is parked with where it is wrong, and nothing else changes', async (_, body, reason) => {
    const world = createEngineWorld()
    const { failedMessageIds } = await reactToEvents(
      queueRecords(body, transaction('good', 1, 2)),
      world.dependencies,
    )
    expect(failedMessageIds).toEqual([])
    expect([...world.parked.values()]).toEqual([
      expect.objectContaining({ reason: expect.stringMatching(reason) }),
    ])
    expect([...world.customers.keys()]).toEqual(['good'])
  })

  it('is parked once however often it comes', async () => {
    const world = createEngineWorld()
    const body = { ...transaction('C1', 1, 2), 'detail-type': 'Nonsense' }
    await reactToEvents(queueRecords(body), world.dependencies)
    await reactToEvents(queueRecords({ ...body, id: 'another envelope' }), world.dependencies)
    expect(world.parked.size).toBe(1)
  })

  it('comes back when it cannot be parked', async () => {
    const world = createEngineWorld()
    const parking = { park: async () => Promise.reject(new RetryableError('throttled')) }
    const { failedMessageIds } = await reactToEvents(queueRecords('{'), { ...world.dependencies, parking })
    expect(failedMessageIds).toEqual(['message-0'])
  })

  it.each(['plain', 'compressed'])('in a %s batch event does not fail its neighbours', async (form) => {
    const world = createEngineWorld()
    const member = ({ 'detail-type': detailType, detail }: ReturnType<typeof transaction>) => ({
      detailType,
      detail,
    })
    const events = [
      member(transaction('C1', 1, 2)),
      { detailType: 'TransactionPosted', detail: {} },
      member(transaction('C3', 1, 2, { occurredAt: '2026-11-24T12:00:01Z' })),
      member(transaction('C2', 1, 2)),
    ]
    const gzip = gzipSync(JSON.stringify(events)).toString('base64')
    const batch = {
      ...transaction('frame', 1, 2),
      'detail-type': 'BankEventBatch',
      detail: {
        metadata: { eventId: 'B1', occurredAt: '2026-06-01T12:00:00Z', version: 1 },
        data: form === 'plain' ? { events } : { gzip },
      },
    }
    const { failedMessageIds } = await reactToEvents(queueRecords(batch), world.dependencies)
    expect(failedMessageIds).toEqual([])
    expect([...world.customers.keys()].sort()).toEqual(['C1', 'C2'])
    expect(world.parked.size).toBe(2)
  })

  it('that is compressed and cannot be opened is parked as it came', async () => {
    const world = createEngineWorld()
    const metadata = { eventId: 'B1', occurredAt: '2026-06-01T12:00:00Z', version: 1 }
    const batch = {
      ...transaction('frame', 1, 2),
      'detail-type': 'BankEventBatch',
      detail: { metadata, data: { gzip: 'H4sI' } },
    }
    const { failedMessageIds } = await reactToEvents(queueRecords(batch), world.dependencies)
    expect(failedMessageIds).toEqual([])
    expect([...world.parked.values()].map(({ payload }) => JSON.parse(payload).detail)).toEqual([
      batch.detail,
    ])
  })

  it('survives nesting that JSON cannot be written at again', async () => {
    const world = createEngineWorld()
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`
    const body = JSON.stringify({ ...transaction('C1', 1, 2), 'detail-type': 'Deep', detail: '@' }).replace(
      '"@"',
      deep,
    )
    const { failedMessageIds } = await reactToEvents(queueRecords(body), world.dependencies)
    expect(failedMessageIds).toEqual([])
    expect([...world.parked.values()][0]?.payload).toBe(body)
  })
})

describe('a transaction before its customer is known', () => {
  it('is kept, counted and decided with its reason; the profile joins it later', async () => {
    const world = createEngineWorld({ campaigns: [service] })
    const { tally } = await reactToEvents(queueRecords(lowBalance('C1')), world.dependencies)
    expect(world.parked.size).toBe(0)
    expect(tally.get('EventsBeforeProfile')).toBe(1)
    expect(world.decisions()).toMatchObject([{ result: 'customer-unknown' }])
    await reactToEvents(queueRecords(profileChanged('C1')), world.dependencies)
    expect(world.customers.get('C1')).toMatchObject({
      'balance:A-C1': { minor: 50_000 },
      birthDate: { x: '1980-03-15' },
    })
  })
})

describe('ready-made signals and calendar hints', () => {
  it('decides on a signal that the bank found itself', async () => {
    const world = createEngineWorld({ campaigns: [service] })
    const detected = envelope('LowBalanceDetected', {
      customerId: 'C1',
      accountId: 'A1',
      balance: { minorUnits: 5, currency: 'CZK' },
    })
    await reactToEvents(queueRecords(profileChanged('C1')), world.dependencies)
    await reactToEvents(queueRecords(detected), world.dependencies)
    expect(world.decisions()).toMatchObject([{ result: 'won', signal: { type: 'LowBalance' } }])
  })

  const due = { customerId: 'C1', kind: 'birthday', on: '2026-03-15', sweptAt: '2026-03-15T09:00:00.000Z' }
  const birthdays = aCampaign({ id: 'birthday', trigger: { signals: [{ type: 'Birthday' }] } })

  it('greets once, though sweep and bank both say it is the day', async () => {
    const world = createEngineWorld({ campaigns: [birthdays] })
    await reactToEvents(queueRecords(profileChanged('C1'), due, due), world.dependencies)
    const reached = envelope(
      'BirthdayReached',
      { customerId: 'C1', on: '2026-03-15' },
      { occurredAt: '2026-03-15T07:00:00+01:00' },
    )
    await reactToEvents(queueRecords(reached), world.dependencies)
    expect(world.decisions()).toHaveLength(1)
    expect(new Set(world.queued.map(({ entry }) => entry)).size).toBe(1)
  })

  it('drops a hint that the profile no longer bears out', async () => {
    const world = createEngineWorld({ campaigns: [birthdays] })
    await reactToEvents(
      queueRecords(profileChanged('C1', { birthDate: '1980-03-16' }), due),
      world.dependencies,
    )
    expect(world.decisions()).toEqual([])
  })

  it('tells a card that came first its zone once the profile comes', async () => {
    const world = createEngineWorld()
    const card = envelope('CardChanged', {
      customerId: 'C1',
      cardId: 'K1',
      product: 'gold',
      expiresOn: '2026-12-31',
    })
    await reactToEvents(queueRecords(card), world.dependencies)
    await reactToEvents(queueRecords(profileChanged('C1', { timeZone: 'Asia/Tokyo' })), world.dependencies)
    expect(world.cards.get('C1/K1')).toMatchObject({
      expiry: { x: '2026-12-31' },
      timeZone: { x: 'Asia/Tokyo' },
    })
  })
})

describe('a cancelled card', () => {
  it('leaves the calendar, and does not come back with an older word', async () => {
    const world = createEngineWorld()
    const card = (cancelledOn: string | undefined, occurredAt: string) =>
      envelope(
        'CardChanged',
        {
          customerId: 'C1',
          cardId: 'K1',
          product: 'gold',
          expiresOn: '2026-12-31',
          ...(cancelledOn ? { cancelledOn } : {}),
        },
        { occurredAt },
      )
    await reactToEvents(queueRecords(card('2026-03-01', '2026-03-01T00:00:00Z')), world.dependencies)
    await reactToEvents(queueRecords(card(undefined, '2026-02-01T00:00:00Z')), world.dependencies)
    expect(world.cards.get('C1/K1')).toMatchObject({ expiry: { x: null } })
  })
})

describe('frequency cap', () => {
  it('decides again with what another run recorded meanwhile, and stays within the cap', async () => {
    const world = createEngineWorld({ campaigns: [marketing], now: new Date('2026-06-01T12:00:00Z') })
    await reactToEvents(
      queueRecords(profileChanged('C1', { consents: [marketingConsent] })),
      world.dependencies,
    )
    await reactToEvents(
      queueRecords(lowBalance('C1', { eventId: 'E1' }), lowBalance('C1', { eventId: 'E2' })),
      world.dependencies,
    )
    expect(
      world
        .decisions()
        .map(({ result }) => result)
        .sort(),
    ).toEqual(['capped', 'won'])
  })
})

describe('order and duplicates', () => {
  const facts = [
    profileChanged('C1', {}, { eventId: 'P1', occurredAt: '2026-01-01T00:00:00Z' }),
    profileChanged(
      'C1',
      { timeZone: 'Europe/London', locale: 'en-GB' },
      { eventId: 'P2', occurredAt: '2026-02-01T00:00:00Z' },
    ),
    envelope(
      'AccountChanged',
      { customerId: 'C1', accountId: 'A-C1', kind: 'current', currency: 'CZK' },
      { eventId: 'A1' },
    ),
    envelope(
      'CardChanged',
      { customerId: 'C1', cardId: 'K1', product: 'gold', expiresOn: '2026-12-31' },
      { eventId: 'K1', occurredAt: '2026-01-05T00:00:00Z' },
    ),
    envelope(
      'CardChanged',
      { customerId: 'C1', cardId: 'K1', product: 'gold', expiresOn: '2026-12-31', cancelledOn: '2026-03-01' },
      { eventId: 'K2', occurredAt: '2026-03-01T00:00:00Z' },
    ),
    // One instant, no sequence: the events themselves must decide which is last.
    transaction('C1', -1, 70_000, { eventId: 'T1' }),
    transaction('C1', -1, 80_000, { eventId: 'T2' }),
    transaction('C1', -60_000, 90_000, { eventId: 'T3' }),
    transaction('C1', -1, 5, { eventId: 'T4' }, { sequence: 4 }),
    transaction('C1', -1, 6, { eventId: 'T5' }, { sequence: 5 }),
  ]
  const run = async (order: readonly object[], cuts: number) => {
    const world = createEngineWorld({ campaigns: [service] })
    for (let start = 0; start < order.length; start += cuts)
      await reactToEvents(queueRecords(...order.slice(start, start + cuts)), world.dependencies)
    return world
  }

  it('end in the same profile, contact, calendar and signals, however they come', async () => {
    const expected = await run(facts, facts.length)
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2 }),
        fc.integer({ min: 1, max: 7 }),
        async (order, cuts) => {
          const world = await run(order, cuts)
          expect(world.customers).toEqual(expected.customers)
          expect(world.contacts).toEqual(expected.contacts)
          expect(world.cards).toEqual(expected.cards)
          expect(new Set(world.decisions().map(({ signal }) => signal.id))).toEqual(
            new Set(expected.decisions().map(({ signal }) => signal.id)),
          )
        },
      ),
      { numRuns: 200 },
    )
  })

  it('take the higher sequence as the later balance of one instant', async () => {
    const world = await run(facts, 3)
    expect(world.customers.get('C1')).toMatchObject({ 'balance:A-C1': { minor: 6 } })
  })
})

it('uses the settings it is given', async () => {
  const settings = { ...defaultSettings, lowBalanceThreshold: { CZK: 10 } }
  const world = createEngineWorld({ campaigns: [service], settings })
  await reactToEvents(queueRecords(profileChanged('C1'), lowBalance('C1')), world.dependencies)
  expect(world.decisions()).toEqual([])
})
