import { readFileSync } from 'node:fs'
import path from 'node:path'
import PostalMime, { type Email } from 'postal-mime'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BankEventName, BankEventNamed } from '#events/registry.ts'
import { readExampleCampaigns, readStarterCampaigns } from '#infra/seed/shipped-campaigns.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { onlyCampaigns } from '#test/support/local-cloud/campaigns.ts'
import { type Engine, startEngine } from '#test/support/local-cloud/engine.ts'
import { type ReceivingServer, startSmtpServer } from '#test/support/smtp-server.ts'

/** Shipped campaigns as a bank would use them, without a control group, so that each customer gets the message. */
const shipped = (id: string) => {
  const campaign = [...readStarterCampaigns(), ...readExampleCampaigns()].find((each) => each.id === id)
  if (campaign === undefined) throw new Error(`no campaign ${id} is shipped`)
  return { ...campaign, holdout: 0 }
}

/** English and Chinese; the two ways in which a mail program may write its request (RFC 8058, section 3.1). */
const customers = [
  {
    id: 'M-en',
    locale: 'en-GB',
    timeZone: 'Europe/London',
    fullName: 'Anna Smith',
    currency: 'EUR',
    marketing: { subject: 'A thought about the money in your current account', text: 'a term deposit keeps' },
    service: { subject: /^Your balance is .*40\.00/, text: 'payments that are due' },
    oneClick: () => new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
  },
  {
    id: 'M-zh',
    locale: 'zh-CN',
    timeZone: 'Asia/Shanghai',
    fullName: '王小明',
    currency: 'EUR',
    marketing: { subject: '关于您活期账户资金的小建议', text: '您可以考虑定期存款' },
    service: { subject: /^账户余额提醒：.*40\.00/, text: '请留意近几天即将扣款的项目' },
    oneClick: () => {
      const form = new FormData()
      form.set('List-Unsubscribe', 'One-Click')
      return form
    },
  },
] as const
type Customer = (typeof customers)[number]

const FROM = { name: '', address: 'care@bank.example' }
const addressOf = ({ id }: Pick<Customer, 'id'>): string => `${id.toLowerCase()}@customers.example`

let smtp: ReceivingServer
let engine: Engine
const failures: string[] = []
beforeAll(async () => {
  smtp = await startSmtpServer()
  const { host, port } = smtp
  engine = await startEngine({ smtp: { host, port, onFailure: (reason) => void failures.push(reason) } })
  await onlyCampaigns(engine, shipped('low-balance-care'), shipped('large-deposit-savings'))
  for (const customer of customers) {
    await happens('CustomerProfileChanged', '2026-03-01', known(customer))
    await happens('AccountChanged', '2026-03-01', account(customer))
    await happens('TransactionPosted', '2026-03-02', moved(customer, 'D1', 300_000, 310_000))
    await happens('TransactionPosted', '2026-03-03', moved(customer, 'L1', -100_000, 4_000))
  }
})
afterAll(async () => {
  await engine?.stop()
  await smtp?.stop()
})

type Data<Name extends BankEventName> = BankEventNamed<Name>['detail']['data']

let events = 0

/** One bank event, and everything that follows from it. Nine in London is five in the afternoon in Shanghai. */
const happens = async <Name extends BankEventName>(name: Name, day: string, data: Data<Name>) => {
  const metadata = { eventId: eventIdOf(data), occurredAt: `${day}T09:00:00Z`, version: 1 }
  await engine.publish([
    { Source: 'bank.core', DetailType: name, Detail: JSON.stringify({ metadata, data }) },
  ])
  await engine.cloud.settled()
}

const eventIdOf = (data: object): string =>
  'transactionId' in data ? String(data.transactionId) : `event-${++events}`

const known = (customer: Customer): Data<'CustomerProfileChanged'> => ({
  customerId: customer.id,
  locale: customer.locale,
  timeZone: customer.timeZone,
  contact: { fullName: customer.fullName, email: addressOf(customer) },
  consents: [
    { purpose: 'marketing', channel: 'email', granted: true, at: '2026-03-01T08:00:00Z', proof: 'form' },
  ],
})

const account = ({ id, currency }: Customer): Data<'AccountChanged'> => ({
  customerId: id,
  accountId: `${id}-A`,
  kind: 'current',
  currency,
})

/** Above the limit of a large deposit, or down to below that of a low balance. */
const moved = (
  { id, currency }: Customer,
  transaction: string,
  minorUnits: number,
  balance: number,
): Data<'TransactionPosted'> => ({
  customerId: id,
  accountId: `${id}-A`,
  transactionId: `${id}-${transaction}`,
  amount: { minorUnits, currency },
  balanceAfter: { minorUnits: balance, currency },
  kind: 'transfer',
})

interface Mail {
  readonly bytes: Buffer
  readonly parsed: Email
}

const read = async (bytes: Buffer): Promise<Mail> => ({ bytes, parsed: await PostalMime.parse(bytes) })

/** As they stand in the inbox of the providers double, oldest first. */
const fromInbox = (customer: Customer): Promise<Mail[]> =>
  Promise.all(
    engine.cloud.providers
      .calls()
      .filter(({ destination }) => destination.includes(addressOf(customer)))
      .map(({ id }) => read(readFileSync(path.join(engine.dataDirectory, 'inbox', `${id}.eml`)))),
  )

/** As they came over a real SMTP connection, by Message-ID. */
const overSmtp = async (customer: Customer): Promise<Map<string, Mail>> => {
  const mails = smtp.received().filter(({ to }) => to.includes(addressOf(customer)))
  const parsed = await Promise.all(mails.map(({ bytes }) => read(bytes)))
  return new Map(parsed.map((mail) => [mail.parsed.messageId ?? '', mail]))
}

const header = ({ parsed }: Mail, name: string): string | undefined =>
  parsed.headers.find(({ key }) => key === name)?.value

const mailOf = async (customer: Customer, purpose: 'marketing' | 'service'): Promise<Mail> => {
  const { subject } = customer[purpose]
  const mails = await fromInbox(customer)
  const found = mails.filter(({ parsed }) => parsed.subject?.match(subject))
  expect(found).toHaveLength(1)
  return found[0] as Mail
}

const decisionOn = async (eventId: string) =>
  [...(await engine.items('JournalTable')).values()].find(
    (item) => item.kind === 'decision' && item.eventId === eventId,
  )

const kinds = customers.flatMap((customer) =>
  (['marketing', 'service'] as const).map((purpose) => [customer.locale, purpose, customer] as const),
)

describe.each(kinds)('an email in %s, %s, as a foreign parser reads it', (_, purpose, customer) => {
  it('says from whom, to whom, when and about what', async () => {
    const { parsed } = await mailOf(customer, purpose)
    expect(parsed).toMatchObject({
      from: FROM,
      to: [{ name: '', address: addressOf(customer) }],
      messageId: expect.stringMatching(/^<[^<>@\s]+@[^<>@\s]+>$/),
    })
    expect(parsed.cc ?? []).toEqual([])
    expect(Number.isNaN(Date.parse(parsed.date ?? ''))).toBe(false)
    expect(parsed.subject).not.toMatch(/\{[{%]|=\?/)
  })

  it('is one text and one HTML of the same content, in UTF-8, fully rendered', async () => {
    const mail = await mailOf(customer, purpose)
    const { text = '', html = '', attachments } = mail.parsed
    expect(header(mail, 'mime-version')).toBe('1.0')
    expect(header(mail, 'content-type')).toMatch(/^multipart\/alternative;/)
    expect(attachments).toEqual([])
    const types = mail.bytes.toString('latin1').match(/^Content-Type: text\/.*$/gim)
    expect(types).toEqual([
      'Content-Type: text/plain; charset=utf-8',
      'Content-Type: text/html; charset=utf-8',
    ])
    for (const body of [text, html]) {
      expect(body).toContain(customer[purpose].text)
      expect(body).toContain(customer.fullName)
      expect(body).toContain(defaultSettings.bank.name)
      expect(body).not.toMatch(/\{[{%]|[%}]\}|undefined|null|\[object|\uFFFD/)
    }
    expect(html).toMatch(new RegExp(`<html lang="${customer.locale.startsWith('zh') ? 'zh-CN' : 'en'}">`))
    expect(text).not.toMatch(/<\w+>/)
  })

  it('keeps to the letter of the mail format', async () => {
    const { bytes } = await mailOf(customer, purpose)
    // RFC 5322, 2.1.1 and 2.3: lines end with CRLF, have at most 998 bytes, and headers are ASCII.
    const source = bytes.toString('latin1')
    expect(source).not.toMatch(/\r(?!\n)|(?<!\r)\n/)
    expect(Math.max(...source.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998)
    expect(source.split('\r\n').filter((line) => /[^\t -~]/.test(line))).toEqual([])
  })

  it('is the same over SMTP', async () => {
    const mail = await mailOf(customer, purpose)
    await expect.poll(async () => (await overSmtp(customer)).size).toBe((await fromInbox(customer)).length)
    const same = (await overSmtp(customer)).get(mail.parsed.messageId ?? '')
    expect(same?.bytes.equals(mail.bytes)).toBe(true)
    expect(same?.parsed).toEqual(mail.parsed)
    expect(failures).toEqual([])
  })
})

describe.each(customers.map((customer) => [customer.locale, customer] as const))(
  'unsubscribing in %s',
  (_, customer) => {
    it('is offered where the law wants it: in marketing, to programs and to people', async () => {
      const mail = await mailOf(customer, 'marketing')
      const url = /^<(\S+)>$/.exec(header(mail, 'list-unsubscribe') ?? '')?.[1] ?? ''
      expect(url).toMatch(/^https?:\/\/\S+$/)
      expect(header(mail, 'list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click')
      const { text = '', html = '' } = mail.parsed
      expect(text).toContain(url)
      expect(html).toMatch(new RegExp(`<a href="${url.replace(/[.*+?^$()[\]\\|{}]/g, '\\$&')}">[^<]+</a>`))
      for (const body of [text, html]) expect(body).toContain(defaultSettings.bank.postalAddress)
    })

    it('is not offered in what concerns the account', async () => {
      const mail = await mailOf(customer, 'service')
      expect(mail.parsed.headers.map(({ key }) => key).filter((key) => key.startsWith('list-'))).toEqual([])
      expect(`${mail.parsed.text}${mail.parsed.html}`).not.toMatch(/unsubscribe|退订/i)
    })

    it('by the one click of a mail program ends marketing, and nothing else', async () => {
      const mail = await mailOf(customer, 'marketing')
      const url = /^<(\S+)>$/.exec(header(mail, 'list-unsubscribe') ?? '')?.[1] ?? ''
      const before = (await fromInbox(customer)).length
      const answer = await fetch(url, { method: 'POST', body: customer.oneClick(), redirect: 'manual' })
      expect(answer.status).toBe(200)

      // Long after, so that neither a cap nor the campaign's own pause would be a reason.
      await happens('TransactionPosted', '2026-07-02', moved(customer, 'D2', 300_000, 310_000))
      expect(await decisionOn(`${customer.id}-D2`)).toMatchObject({ result: 'suppressed' })
      expect(await fromInbox(customer)).toHaveLength(before)

      await happens('TransactionPosted', '2026-07-03', moved(customer, 'L2', -100_000, 4_000))
      expect(await decisionOn(`${customer.id}-L2`)).toMatchObject({ result: 'won' })
      const mails = await fromInbox(customer)
      expect(mails).toHaveLength(before + 1)
      expect(mails.at(-1)?.parsed.subject).toMatch(customer.service.subject)
      expect(mails.at(-1)?.parsed.headers.map(({ key }) => key)).not.toContain('list-unsubscribe')
    })
  },
)
