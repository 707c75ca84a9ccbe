import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { onlyCampaigns } from '#test/support/local-cloud/campaigns.ts'
import { type Engine, startEngine } from '#test/support/local-cloud/engine.ts'
import { recorded } from '#test/support/recorded-stream.ts'

const service = aCampaign({
  id: 'low-balance',
  channels: ['sms'],
  messages: { en: { sms: { text: 'Your balance is low.' } } },
})

/** Stands in every number and text of this test, and nowhere else. */
const MARK = /4207310666|piimark/i

let engine: Engine
beforeAll(async () => {
  engine = await startEngine()
  await onlyCampaigns(engine, service)
})
afterAll(() => engine?.stop())

const happens = async (...entries: readonly ReturnType<typeof recorded>[]): Promise<void> => {
  await engine.publish(entries)
  await engine.cloud.settled()
}

const phoneOf = (n: number): string => `+4207310666${String(n).padStart(2, '0')}`

const known = (customerId: string, phone: string, locale = 'en') =>
  recorded('CustomerProfileChanged', `${customerId}-P`, '2026-03-01', {
    customerId,
    locale,
    contact: { fullName: 'Jana', phone },
  })

const lowBalance = (customerId: string, day: string) =>
  recorded('LowBalanceDetected', `${customerId}-L-${day}`, day, {
    customerId,
    accountId: 'A1',
    balance: { minorUnits: 5, currency: 'CZK' },
  })

const resultOf = async (eventId: string) =>
  [...(await engine.items('JournalTable')).values()].find(
    (item) => item.kind === 'decision' && item.eventId === eventId,
  )?.result

const messagesOf = async (...customers: readonly string[]) =>
  [...(await engine.items('JournalTable')).values()].filter(
    ({ kind, customerId }) => kind === 'message' && customers.includes(String(customerId)),
  )

const auditOf = async (customerId: string) =>
  [...(await engine.items('AuditTable')).values()].filter(
    ({ subject }) => subject === `customer#${customerId}`,
  )

const textsTo = (phone: string) =>
  engine.cloud.providers
    .calls()
    .filter(({ destination }) => destination.includes(phone))
    .map(({ text }) => text)

/** Somebody's phone sends a text, which SNS may hand over more than once. */
const replies = async (from: string, text: string, at: string, { times = 1 } = {}) => {
  const id = randomUUID()
  for (let time = 0; time < times; time++) {
    const answer = await fetch(`${engine.cloud.endpoints.sms}/inbound-sms`, {
      method: 'POST',
      body: JSON.stringify({ from, text, id, at }),
    })
    expect(answer.status).toBe(200)
  }
  await engine.cloud.settled()
}

/** As it happens each minute. */
const tick = async (at: string): Promise<void> => {
  await engine.cloud.tickSchedules(new Date(at), 'ReleaseDueFunction')
  await engine.cloud.settled()
}

const CONFIRMED = 'Example Bank: We will send you no more SMS. If you want them again, call +420 800 123 456.'

describe('a customer who replies with an opt-out word', () => {
  it('gets one confirmation within minutes, and nothing more by SMS, whatever its purpose', async () => {
    const phone = phoneOf(1)
    await happens(known('R1', phone), lowBalance('R1', '2026-03-02'))
    await replies(phone, '  Stop! ', '2026-03-02T10:00:00Z', { times: 3 })
    await tick('2026-03-02T10:01:00Z')
    expect(textsTo(phone)).toEqual(['Your balance is low.', CONFIRMED])

    await replies(phone, 'STOP', '2026-03-02T11:00:00Z')
    await tick('2026-03-02T11:01:00Z')
    await happens(lowBalance('R1', '2026-03-20'))
    expect(await resultOf('R1-L-2026-03-20')).toBe('suppressed')
    expect(textsTo(phone)).toHaveLength(2)
    expect(await auditOf('R1')).toMatchObject([
      { action: 'opted-out', channel: 'sms', by: /customer/, reply: expect.any(String) },
    ])
    const [, confirmation] = await messagesOf('R1')
    expect(confirmation).toMatchObject({
      campaignId: 'system-opt-out-confirmation',
      state: 'delivered',
      validUntil: '2026-03-02T10:05:00.000Z',
    })
  })

  it('is answered in Chinese', async () => {
    const phone = phoneOf(2)
    await happens(known('R2', phone, 'zh-Hans-CN'))
    await replies(phone, '退订', '2026-03-02T10:00:00Z')
    await tick('2026-03-02T10:01:00Z')
    expect(textsTo(phone)).toEqual([
      '【Example Bank】您已退订，我们不会再向您发送短信。如需恢复，请致电+420 800 123 456。',
    ])
  })

  it('speaks for everybody who has the number, and is answered once', async () => {
    const phone = phoneOf(3)
    await happens(known('R3', phone), known('R4', phone), known('R5', phoneOf(4)))
    await replies(phone, 'TD', '2026-03-02T10:00:00Z', { times: 2 })
    await tick('2026-03-02T10:01:00Z')
    await happens(...['R3', 'R4', 'R5'].map((customerId) => lowBalance(customerId, '2026-03-20')))
    expect(await resultOf('R3-L-2026-03-20')).toBe('suppressed')
    expect(await resultOf('R4-L-2026-03-20')).toBe('suppressed')
    expect(await resultOf('R5-L-2026-03-20')).toBe('won')
    expect(textsTo(phone)).toEqual([CONFIRMED])
  })

  it('stops what is on its way', async () => {
    const phone = phoneOf(5)
    await happens(known('R6', phone))
    await replies(phone, 'unsubscribe', '2026-03-02T10:00:00Z')
    // Decided before, delivered after: the decision of the second of March knows nothing of the reply yet.
    await happens(lowBalance('R6', '2026-03-02'))
    expect(textsTo(phone)).toEqual([])
  })

  it('gets messages again after a newer consent', async () => {
    const phone = phoneOf(6)
    await happens(known('R7', phone))
    await replies(phone, 'QUIT', '2026-03-02T10:00:00Z')
    await happens(
      recorded('CustomerProfileChanged', 'R7-again', '2026-03-10', {
        customerId: 'R7',
        consents: [
          { purpose: 'service', channel: 'sms', granted: true, at: '2026-03-10T00:00:00Z', proof: 'call' },
        ],
      }),
    )
    await happens(lowBalance('R7', '2026-03-20'))
    expect(await resultOf('R7-L-2026-03-20')).toBe('won')
  })
})

describe('any other reply', () => {
  it('is marked at the message it answers, once, and its text is kept nowhere', async () => {
    const phone = phoneOf(7)
    await happens(known('R8', phone), lowBalance('R8', '2026-03-02'))
    const answeredAt = '2026-03-02T10:00:00.000Z'
    await replies(phone, 'Thank you, piimark', answeredAt, { times: 2 })
    await replies(phone, 'piimark again', '2026-03-02T10:00:01.000Z')
    expect(await messagesOf('R8')).toMatchObject([{ marks: { replied: answeredAt } }])
    const counted = [...(await engine.items('CampaignsTable')).values()].filter(({ collection }) =>
      String(collection).startsWith('results#low-balance#'),
    )
    expect(counted.reduce((sum, { replied = 0 }) => sum + Number(replied), 0)).toBe(1)
    await happens(lowBalance('R8', '2026-03-20'))
    expect(await resultOf('R8-L-2026-03-20')).toBe('won')
  })

  it('from an unknown number is counted', async () => {
    await replies('+420731066699', 'STOP piimark', '2026-03-02T10:00:00Z')
    expect(engine.cloud.metrics().RepliesForeign).toBe(1)
  })
})

describe('numbers and texts', () => {
  it('stand in the contacts and with the provider, and nowhere else', async () => {
    expect(JSON.stringify([...(await engine.items('ContactsTable'))])).toMatch(MARK)
    for (const table of ['CustomersTable', 'JournalTable', 'AuditTable', 'CampaignsTable', 'ParkedTable'])
      expect([table, JSON.stringify([...(await engine.items(table))])]).toEqual([
        table,
        expect.not.stringMatching(MARK),
      ])
    expect(engine.cloud.logLines().join('\n')).not.toMatch(MARK)
  })
})
