import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import path from 'node:path'
import PostalMime from 'postal-mime'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { hostileRequests, PREFERENCES } from '#test/support/hostile-requests.ts'
import { onlyCampaigns } from '#test/support/local-cloud/campaigns.ts'
import { type Engine, startEngine } from '#test/support/local-cloud/engine.ts'
import { recorded } from '#test/support/recorded-stream.ts'

const service = aCampaign({ id: 'low-balance', channels: ['email'] })
const marketing = aCampaign({
  id: 'savings-offer',
  purpose: 'marketing',
  trigger: { signals: [{ type: 'LargeDeposit' }] },
  channels: ['email'],
  messages: {
    en: {
      email: {
        subject: 'An offer',
        text: 'Unsubscribe: {{ unsubscribe.url }}',
        html: '<a href="{{ unsubscribe.url }}">Unsubscribe</a>',
      },
    },
  },
})

let engine: Engine
beforeAll(async () => {
  engine = await startEngine()
  await onlyCampaigns(engine, service, marketing)
})
afterAll(() => engine?.stop())

const happens = async (...entries: readonly ReturnType<typeof recorded>[]): Promise<void> => {
  await engine.publish(entries)
  await engine.cloud.settled()
}

const known = (customerId: string) =>
  recorded('CustomerProfileChanged', `${customerId}-P`, '2026-03-01', {
    customerId,
    // Recorded events happen at midnight UTC, which is a fine time for marketing only here.
    timeZone: 'Asia/Tokyo',
    contact: { fullName: 'Jana', email: `${customerId}@customers.example` },
    consents: [
      { purpose: 'marketing', channel: 'email', granted: true, at: '2026-03-01T08:00:00Z', proof: 'form' },
    ],
  })

const deposit = (customerId: string, day: string) =>
  recorded('LargeDepositDetected', `${customerId}-D-${day}`, day, {
    customerId,
    accountId: 'A1',
    amount: { minorUnits: 9_000_000, currency: 'CZK' },
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

/** The emails that reached a customer, as a parser that we did not write reads them. */
const mailsTo = (customerId: string) =>
  Promise.all(
    engine.cloud.providers
      .calls()
      .filter(({ destination }) => destination.includes(`${customerId}@customers.example`))
      .map(({ id }) => PostalMime.parse(readFileSync(path.join(engine.dataDirectory, 'inbox', `${id}.eml`)))),
  )

/** The link of the only email that a customer got, an offer. */
const linkOf = async (customerId: string): Promise<string> => {
  const [mail] = await mailsTo(customerId)
  const header = mail?.headers.find(({ key }) => key === 'list-unsubscribe')?.value
  return /^<(.+)>$/.exec(header ?? '')?.[1] ?? ''
}

const gotOffer = async (customerId: string): Promise<string> => {
  await happens(known(customerId))
  await happens(deposit(customerId, '2026-03-02'))
  return linkOf(customerId)
}

/** As a mail program does it by itself (RFC 8058, section 8.3). */
const oneClick = (url: string) =>
  fetch(url, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) })

const auditOf = async (customerId: string) =>
  [...(await engine.items('AuditTable')).values()].filter(
    ({ subject }) => subject === `customer#${customerId}`,
  )

const profileOf = async (customerId: string) =>
  (await engine.items('CustomersTable')).get(`${customerId} profile`)

describe('an offer by email', () => {
  it('carries where one unsubscribes, for mail programs and for people', async () => {
    const url = await gotOffer('U1')
    const [mail] = await mailsTo('U1')
    const header = (name: string) => mail?.headers.find(({ key }) => key === name)?.value
    expect(header('list-unsubscribe')).toBe(`<${url}>`)
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click')
    expect(url).toMatch(new RegExp(`^${engine.cloud.outputs.UnsubscribeUrl}/[\\w.-]+$`))
    expect(mail?.text).toContain(url)
    expect(mail?.html).toContain(`href="${url}"`)
    expect(url).not.toMatch(/Jana|customers\.example/)
  })

  it('is the last one after one click; what concerns the account still comes', async () => {
    const url = await gotOffer('U2')
    const answer = await oneClick(url)
    expect([answer.status, answer.redirected]).toEqual([200, false])
    await happens(deposit('U2', '2026-03-20'), lowBalance('U2', '2026-03-20'))
    expect(await resultOf('U2-D-2026-03-20')).toBe('suppressed')
    expect(await resultOf('U2-L-2026-03-20')).toBe('won')
    expect((await mailsTo('U2')).map(({ subject }) => subject)).toEqual(['An offer', 'Hello Jana'])
    expect((await profileOf('U2'))?.['suppressed:email:unsubscribed']).toMatchObject({
      x: { reason: 'unsubscribed' },
    })
    expect(await auditOf('U2')).toMatchObject([
      { action: 'unsubscribed', channel: 'email', campaign: 'savings-offer@1', by: /customer/ },
    ])
  })

  it('is refused to nobody else by it', async () => {
    const [url] = [await gotOffer('U3'), await gotOffer('U4')]
    await oneClick(url)
    await happens(deposit('U3', '2026-03-20'), deposit('U4', '2026-03-20'))
    expect(await resultOf('U3-D-2026-03-20')).toBe('suppressed')
    expect(await resultOf('U4-D-2026-03-20')).toBe('won')
  })

  it('may be unsubscribed from twice at once and again: it is written down once', async () => {
    const url = await gotOffer('U5')
    const answers = await Promise.all([oneClick(url), oneClick(url), oneClick(url)])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    const before = await profileOf('U5')
    expect((await oneClick(url)).status).toBe(200)
    expect(await profileOf('U5')).toEqual(before)
    expect(await auditOf('U5')).toHaveLength(1)
  })

  it('may be taken back by a newer consent, and unsubscribed from again by the same link', async () => {
    const url = await gotOffer('U7')
    await oneClick(url)
    const anew = new Date().toISOString()
    await happens(
      recorded('CustomerProfileChanged', 'U7-again', '2026-03-10', {
        customerId: 'U7',
        consents: [{ purpose: 'marketing', channel: 'email', granted: true, at: anew, proof: 'form' }],
      }),
    )
    await happens(deposit('U7', '2026-03-20'))
    expect(await resultOf('U7-D-2026-03-20')).toBe('won')
    await oneClick(url)
    await happens(deposit('U7', '2026-04-20'))
    expect(await resultOf('U7-D-2026-04-20')).toBe('suppressed')
    expect(await auditOf('U7')).toHaveLength(2)
  })

  it('is not unsubscribed from by opening the page, as mail scanners do; its button does it', async () => {
    const url = await gotOffer('U6')
    const before = await profileOf('U6')
    const page = await fetch(url, { headers: { 'accept-language': 'zh-CN,zh;q=0.9' } })
    const text = await page.text()
    expect(page.status).toBe(200)
    expect(text).toContain('退订')
    expect((await fetch(url, { method: 'HEAD' })).status).toBe(200)
    expect(await profileOf('U6')).toEqual(before)
    expect(await auditOf('U6')).toEqual([])

    const [, name = '', value = ''] = /<button name="(.+?)" value="(.+?)">/.exec(text) ?? []
    const done = await fetch(url, { method: 'POST', body: new URLSearchParams({ [name]: value }) })
    expect(done.status).toBe(200)
    expect(await auditOf('U6')).toHaveLength(1)
  })
})

/** Paths as they are: `fetch` would put them right. */
const send = ({ method, path: target, headers, body }: ReturnType<typeof hostileRequests>[number]) =>
  new Promise<{ status: number; text: string }>((resolve, reject) => {
    const { host } = new URL(String(engine.cloud.outputs.UnsubscribeUrl))
    const sent = request(`http://${host}`, { method, path: target, headers, agent: false }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
      )
    })
    sent.on('error', reject).end(body)
  })

describe('the page to choose', () => {
  /** It stands beside the page to unsubscribe, which leads to it. */
  const pageOf = async (url: string): Promise<string> => {
    const [, href = ''] = /<a href="(.+?)">/.exec(await (await fetch(url)).text()) ?? []
    return new URL(href, url).href
  }
  const choose = (page: string, choice: readonly (readonly [string, string])[]) =>
    fetch(page, {
      method: 'POST',
      body: new URLSearchParams(choice.map(([name, value]): [string, string] => [name, value])),
    })

  it('stops marketing by the channels that are ticked, and by no other', async () => {
    const page = await pageOf(await gotOffer('V1'))
    const answer = await choose(page, [
      ['channel', 'sms'],
      ['channel', 'inapp'],
      ['stop', 'chosen'],
    ])
    expect(answer.status).toBe(200)
    const closed = Object.keys((await profileOf('V1')) ?? {}).filter((name) => name.startsWith('suppressed'))
    expect(closed.sort()).toEqual(['suppressed:inapp:unsubscribed', 'suppressed:sms:unsubscribed'])
    await happens(deposit('V1', '2026-03-20'))
    expect(await resultOf('V1-D-2026-03-20')).toBe('won')
    expect((await auditOf('V1')).map(({ channel }) => channel).sort()).toEqual(['inapp', 'sms'])
  })

  it('stops all marketing at once, and nothing else; again changes nothing', async () => {
    const page = await pageOf(await gotOffer('V2'))
    await choose(page, [['stop', 'all']])
    const before = await profileOf('V2')
    await Promise.all([choose(page, [['stop', 'all']]), choose(page, [['stop', 'all']])])
    expect(await profileOf('V2')).toEqual(before)
    expect(await auditOf('V2')).toHaveLength(3)
    await happens(deposit('V2', '2026-03-20'), lowBalance('V2', '2026-03-20'))
    expect(await resultOf('V2-D-2026-03-20')).toBe('suppressed')
    expect(await resultOf('V2-L-2026-03-20')).toBe('won')
  })

  it('shows nothing of what somebody has chosen', async () => {
    const [one, other] = [await pageOf(await gotOffer('V3')), await pageOf(await gotOffer('V4'))]
    await choose(one, [['stop', 'all']])
    const [shown, untouched] = await Promise.all([one, other].map(async (page) => (await fetch(page)).text()))
    expect(shown).toBe(untouched)
  })
})

/** 10,000 were sent once (docs/adr/0017); these are enough to notice a page that has become careless. */
const COUNT = Number(process.env.HOSTILE_REQUESTS ?? 400)

describe.each([
  ['unsubscribe', 'u', {}, 'U8'],
  ['choose', 'p', PREFERENCES, 'U9'],
] as const)(`${COUNT} hostile requests to the page to %s`, (_, page, forms, customerId) => {
  it('change nothing, break nothing, and learn nothing', async () => {
    const url = new URL(await gotOffer(customerId))
    const state = async () => [await engine.items('CustomersTable'), await engine.items('AuditTable')]
    const before = await state()
    const requests = hostileRequests({
      basePath: `${path.posix.dirname(url.pathname).slice(0, -1)}${page}`,
      token: path.posix.basename(url.pathname),
      seed: 8,
      count: COUNT,
      ...forms,
    })
    const statuses: Record<string, number> = {}
    for (const each of requests) {
      const { status, text } = await send(each)
      statuses[status] = (statuses[status] ?? 0) + 1
      expect([each, status]).toEqual([each, expect.toSatisfy((code: number) => code >= 400 && code < 500)])
      expect(text).not.toMatch(/\bat .+:\d+|node_modules|Exception|U8|U9|savings-offer/)
    }
    expect(statuses[404]).toBeGreaterThan(50)
    expect(statuses[400]).toBeGreaterThan(20)
    expect(await state()).toEqual(before)
    expect((await oneClick(url.href)).status).toBe(200)
  })
})

describe('all of them', () => {
  it('leave no token and no customer in the logs', () => {
    const text = engine.cloud.logLines().join('\n')
    expect(text).not.toMatch(/v1\.k1\.|customers\.example/)
  })
})
