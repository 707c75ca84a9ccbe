import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { ListQueuesCommand, SendMessageCommand } from '@aws-sdk/client-sqs'
import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { liveItem, versionItem } from '#shared/adapters/dynamodb/campaign-items.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { type Engine, parkedWork, startEngine } from '#test/support/local-cloud/engine.ts'
import { type QuotingSes, startQuotingSes } from '#test/support/local-cloud/quoting-ses.ts'
import { bearer, tokenFor } from '#test/support/local-cloud/tokens.ts'
import { type PlainEntry, recorded } from '#test/support/recorded-stream.ts'

/** Stands in every name, address and proof of this test, and nowhere else. */
const MARK = /piimark|4207310555/i
const REFUSED = 'refused-address'
const DAY = '2026-03-02'

/** How each customer is reached: among them the addresses by which SES's simulator bounces and complains. */
const emails = {
  plain: 'piimark-plain@mail.example',
  bounce: 'bounce+piimark@simulator.amazonses.com',
  complaint: 'complaint+piimark@simulator.amazonses.com',
  refused: `piimark-${REFUSED}@mail.example`,
  sms: undefined,
  unrenderable: 'piimark-unrenderable@mail.example',
} as const
type Who = keyof typeof emails
const everyone = Object.keys(emails) as Who[]

const contactOf = (who: Who) => ({
  fullName: `Piimark${who} Tajemná`,
  phone: `+4207310555${everyone.indexOf(who)}`,
  ...(emails[who] === undefined ? {} : { email: emails[who] }),
})

const consents = [
  {
    purpose: 'marketing',
    channel: 'email',
    granted: true,
    at: `${DAY}T00:00:00Z`,
    proof: 'piimark, form 12',
  },
] as const

const profile = (who: Who): PlainEntry =>
  recorded('CustomerProfileChanged', `P-${who}`, '2026-02-20', {
    customerId: who,
    locale: 'en',
    customerSince: '2015-01-01',
    contact: contactOf(who),
    consents: [...consents],
  })

const birthday = (who: Who): PlainEntry =>
  recorded('BirthdayReached', `B-${who}`, DAY, { customerId: who, on: DAY })

const deposit = (who: Who): PlainEntry =>
  recorded('LargeDepositDetected', `D-${who}`, DAY, {
    customerId: who,
    accountId: 'A1',
    amount: { minorUnits: 9_000_000, currency: 'CZK' },
  })

const entry = (DetailType: string, detail: unknown): PlainEntry => ({
  Source: 'bank.core',
  DetailType,
  Detail: JSON.stringify(detail),
})

const contact = contactOf('plain')
const metadata = { eventId: 'X', occurredAt: `${DAY}T00:00:00Z`, version: 1 }
const malformed: readonly PlainEntry[] = [
  entry('CustomerProfileChanged', { metadata, data: { customerId: contact.email, contact } }),
  entry('CustomerProfileChanged', {
    metadata,
    data: { customerId: 'X', contact: { email: contact.fullName } },
  }),
  entry('CustomerProfileChanged', { metadata, data: { customerId: 'X', locale: contact.fullName, contact } }),
  entry('CustomerProfileChanged', { metadata, data: { [contact.fullName]: contact.phone } }),
  entry('NobodyKnows', { metadata, data: contact }),
  entry('BankEventBatch', {
    metadata,
    data: { events: [contact, { detailType: 'Nobody', detail: contact }] },
  }),
  entry('BankEventBatch', { metadata, data: { events: contact.fullName } }),
]
/** One batch has two bad members, and one text comes by the queue itself. */
const PARKED = malformed.length + 1 + 1

/** Puts a name through a filter that takes only money. */
const unrenderable = aCampaign({
  id: 'unrenderable',
  trigger: { signals: [{ type: 'LargeDeposit' }] },
  channels: ['email'],
  messages: { en: { email: { subject: '{{ customer.name | money }}', text: '{{ customer.name }}' } } },
})

/** What people of the bank ask about customers, rightly and wrongly; @returns the texts of all answers that refuse. */
const askTheApi = async (cloud: Engine['cloud']): Promise<readonly string[]> => {
  const may = bearer(await tokenFor(cloud, 'compliance'))
  const mayNot = bearer(await tokenFor(cloud, 'relationship-manager', { managerId: 'RM-NONE' }))
  const ask = async (path: string, init: RequestInit): Promise<Response> =>
    fetch(`${cloud.outputs.ApiUrl}/v1${path}`, init)
  const refused: Response[] = []
  for (const who of everyone)
    for (const path of ['', '/consents', '/timeline', '/decisions']) {
      const answer = await ask(`/customers/${who}${path}`, { headers: may })
      expect(answer.status).toBe(200)
      expect(MARK.test(await answer.text())).toBe(path === '' || path === '/consents')
      refused.push(await ask(`/customers/${who}${path}`, { headers: mayNot }))
    }
  const body = JSON.stringify({ outcome: 'reached', reference: contact.phone, note: contact.fullName })
  const headers = { ...mayNot, 'content-type': 'application/json' }
  refused.push(
    await ask('/tasks/T/complete', { method: 'POST', headers, body }),
    await ask(`/customers/${encodeURIComponent(contact.fullName)}`, { headers: may }),
    await ask(`/customers/plain/decisions/${contact.phone}?language=${contact.email}`, { headers: may }),
    await ask(`/tasks?state=${contact.email}`, { headers: may }),
  )
  for (const { status } of refused) expect([400, 404]).toContain(status)
  return Promise.all(refused.map((answer) => answer.text()))
}

/** Everything that happens, with the failures that a provider is good for. */
const live = async ({ cloud, publish, sqs, name, documentClient }: Engine) => {
  for (const Item of [liveItem(unrenderable), versionItem(unrenderable)])
    await documentClient.send(new PutCommand({ TableName: name('CampaignsTable'), Item }))
  await publish(everyone.map(profile))
  await cloud.settled()

  cloud.providers.setFaults({ mode: 'throttle' })
  await publish(everyone.filter((who) => who !== 'unrenderable').map(birthday))
  await vi.waitUntil(() => cloud.providers.calls().some(({ outcome }) => outcome === 'refused'), {
    timeout: 20_000,
  })
  cloud.providers.setFaults({ mode: 'timeout-after-accept', share: 0.5, seed: 3 })
  await cloud.settled()
  cloud.providers.setFaults({ mode: 'none' })
  // What was throttled was put off, for half a minute at most.
  cloud.setClockOffset(60_000)
  await cloud.tickSchedules(new Date(Date.now() + 60_000), 'ReleaseDueFunction')
  await cloud.settled()

  await publish([deposit('unrenderable'), ...malformed])
  for (const QueueUrl of [name('BankEventsQueueUrl'), name('FeedbackQueueUrl')])
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: `${contact.fullName} is no JSON` }))
  await cloud.settled()
  await publish([...everyone.map(profile), ...everyone.map(birthday), ...malformed])
  await cloud.settled()
}

describe('personal data', () => {
  let ses: QuotingSes
  let engine: Engine
  let refusals: readonly string[]

  beforeAll(async () => {
    ses = await startQuotingSes(REFUSED)
    engine = await startEngine({
      visibilityTimeoutSeconds: 1,
      functionEnvironment: { AWS_ENDPOINT_URL_SESV2: ses.url, LOG_LEVEL: 'DEBUG' },
    })
    ses.passOnTo(engine.cloud.endpoints.ses)
    await live(engine)
    refusals = await askTheApi(engine.cloud)
  })

  afterAll(async () => {
    await engine?.stop()
    await ses?.stop()
  })

  it('went the whole way: contacts, providers, parked payloads', async () => {
    const contacts = await engine.items('ContactsTable')
    expect([...contacts.keys()].sort()).toEqual([...everyone].sort())
    for (const who of everyone) {
      expect(contacts.get(who)?.contact).toMatchObject(contactOf(who))
      expect(JSON.stringify(contacts.get(who))).toContain('piimark, form 12')
    }
    const accepted = engine.cloud.providers.calls().filter(({ outcome }) => outcome === 'accepted')
    for (const who of ['plain', 'bounce', 'complaint', 'sms'] as const)
      expect(JSON.stringify(accepted)).toContain(`Piimark${who}`)
    const parked = await parkedWork(engine)
    expect(parked.filter(({ payload }) => MARK.test(payload))).toHaveLength(PARKED)
    expect(engine.cloud.metrics()).toMatchObject({ Bounced: 1, Complained: 1 })
    const failures = [...(await engine.items('JournalTable')).values()].filter(
      ({ state }) => state === 'failed',
    )
    expect(failures.map(({ customerId }) => customerId).sort()).toEqual(['refused', 'unrenderable'])
  })

  it('is told to those who may, and stands in no refusal of the API', () => {
    expect(refusals.length).toBeGreaterThan(everyone.length * 4)
    expect(refusals.filter((text) => MARK.test(text))).toEqual([])
  })

  it('reached no line of a log', () => {
    const logs = path.join(engine.dataDirectory, 'logs')
    const files = readdirSync(logs).map((file) => readFileSync(path.join(logs, file), 'utf8'))
    expect(files.join('').length).toBeGreaterThan(1_000)
    const lines = [...engine.cloud.logLines(), ...files.flatMap((file) => file.split('\n'))]
    expect(lines.filter((line) => MARK.test(line))).toEqual([])
  })

  it.each(['CustomersTable', 'JournalTable', 'CampaignsTable', 'AuditTable'])(
    'reached no item of %s',
    async (table) => {
      const items = [...(await engine.items(table)).values()]
      expect(items.length).toBeGreaterThan(0)
      expect(items.filter((item) => MARK.test(JSON.stringify(item)))).toEqual([])
    },
  )

  it('reached no reason, no error text of a message, no name of a queue or table', async () => {
    const { QueueUrls = [] } = await engine.sqs.send(new ListQueuesCommand({}))
    const { TableNames = [] } = await engine.documentClient.send(new ListTablesCommand({}))
    const parked = [...(await engine.items('ParkedTable')).values()].map(({ payload: _, ...item }) => item)
    expect([QueueUrls.length, TableNames.length, parked.length].every((count) => count > 0)).toBe(true)
    const all = [...QueueUrls, ...TableNames, ...parked.map((item) => JSON.stringify(item))]
    expect(all.filter((text) => MARK.test(text))).toEqual([])
  })
})
