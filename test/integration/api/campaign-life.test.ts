import { setTimeout as delay } from 'node:timers/promises'
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchIdOf } from '#shared/domain/launch/launch.ts'
import { onlyCampaigns } from '#test/support/local-cloud/campaigns.ts'
import { type Engine, startEngine } from '#test/support/local-cloud/engine.ts'
import { type Person, personOf } from '#test/support/local-cloud/people.ts'

const CUSTOMERS = 300
const idOf = (index: number): string => `C${String(index).padStart(4, '0')}`
const addressOf = (customerId: string): string => `${customerId.toLowerCase()}@customers.example`
/** Every fifth has not consented. */
const hasConsented = (index: number): boolean => index % 5 !== 0
const everybody = Array.from({ length: CUSTOMERS }, (_, index) => index)
const consenting = everybody.filter(hasConsented).map(idOf)
const CONSENTED = consenting.length

const ID = 'autumn-savings'
const PATH = `/v1/campaigns/${ID}`
/** No clock is ever changed there. Half past nine is half past one in UTC. */
const ZONE = 'Asia/Shanghai'
const RATE = 50
const DAY = 86_400_000

/** The day after tomorrow, so that also its yesterday is ahead whenever the test runs; minutes past nine in the morning of the zone. */
const nineAnd = (minutes: number): Date => {
  const day = new Date(Date.now() + 2 * DAY).toISOString().slice(0, 10)
  return new Date(Date.parse(`${day}T01:00:00.000Z`) + minutes * 60_000)
}
const NOW = nineAnd(0)
/** When the bank made itself known, half an hour before the schedule's time; an hour later something happens. */
const YESTERDAY = new Date(NOW.getTime() - DAY)
const OCCURRENCE = nineAnd(30)

const email = (text: string) => ({ email: { subject: 'More for your savings', text } })
const LAWFUL =
  'Dear {{ customer.name }}, our savings account now pays more. Unsubscribe: {{ unsubscribe.url }} {{ bank.postalAddress }}'

const content = (text: string) => ({
  schema: 2,
  id: ID,
  name: 'Autumn savings',
  purpose: 'marketing',
  offer: true,
  product: { code: 'savings-plus', kind: 'deposit' },
  trigger: { schedule: { daily: { at: '09:30' }, timeZone: ZONE, customersPerSecond: RATE } },
  expiresAfterHours: 8,
  channels: ['email'],
  messages: { en: email(text) },
})

let engine: Engine
let marketer: Person
let checker: Person

const at = (time: Date): void => engine.cloud.setClockOffset(time.getTime() - Date.now())

const tick = (time: Date, of = 'LaunchCampaignsFunction'): Promise<void> => {
  at(time)
  return engine.cloud.tickSchedules(time, of)
}

const entry = (DetailType: string, eventId: string, occurredAt: Date, data: object) => {
  const metadata = { eventId, occurredAt: occurredAt.toISOString(), version: 1 }
  return { Source: 'bank.core', DetailType, Detail: JSON.stringify({ metadata, data }) }
}

const customer = (index: number) => {
  const customerId = idOf(index)
  const consent = { purpose: 'marketing', channel: 'email', granted: hasConsented(index), proof: 'form' }
  const data = {
    customerId,
    timeZone: ZONE,
    locale: 'en',
    contact: { fullName: `Customer ${customerId}`, email: addressOf(customerId) },
    consents: [{ ...consent, at: YESTERDAY.toISOString() }],
  }
  return entry('CustomerProfileChanged', `known-${customerId}`, YESTERDAY, data)
}

const transaction = (occurredAt: Date) =>
  entry('TransactionPosted', 'T1', occurredAt, {
    customerId: idOf(0),
    accountId: 'A1',
    transactionId: 'T1',
    amount: { minorUnits: -100, currency: 'CNY' },
    balanceAfter: { minorUnits: 5_000_000, currency: 'CNY' },
    kind: 'card',
  })

/** States in which a message stands only for as long as somebody is at it. */
const UNDER_WAY = /^(queued|sending|sent)/

const journal = async (kind: string) =>
  [...(await engine.items('JournalTable')).values()].filter((item) => item.kind === kind)

/** Of each message, with the reason where there is one. */
const messageStates = async (): Promise<string[]> =>
  (await journal('message')).map(({ state, reason }) => [state, reason].filter(Boolean).join(' '))

/** Whether all work on launches stands back: nobody is at it, and the next look is a while ahead. */
const launchesWaiting = async (): Promise<boolean> => {
  const { Attributes = {} } = await engine.sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: engine.name('LaunchesQueueUrl'),
      AttributeNames: [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesNotVisible',
        'ApproximateNumberOfMessagesDelayed',
      ],
    }),
  )
  const { ApproximateNumberOfMessagesDelayed: delayed, ...others } = Attributes
  return Number(delayed) > 0 && Object.values(others).every((count) => Number(count) === 0)
}

/** Ids of customers about whom something was decided for the campaign, each as often as it was. */
const decided = async (): Promise<string[]> =>
  (await journal('decision'))
    .filter(({ result }) => result === 'won')
    .map(({ customerId }) => String(customerId))

const recipients = (): string[] => engine.cloud.providers.calls().flatMap(({ destination }) => destination)

/** Looks until it is so; the test's own time limit ends it otherwise. */
const until = async <T>(look: () => Promise<T>, isSo: (seen: T) => boolean): Promise<T> => {
  for (;;) {
    const seen = await look()
    if (isSo(seen)) return seen
    await delay(50)
  }
}

beforeAll(async () => {
  engine = await startEngine({ clock: 'wall' })
  await onlyCampaigns(engine)
  marketer = personOf(engine.cloud, 'marketer', { username: 'jana' })
  checker = personOf(engine.cloud, 'approver', { username: 'petr' })
  at(YESTERDAY)
  await engine.publish(everybody.map(customer))
  await engine.cloud.settled()
  const later = new Date(YESTERDAY.getTime() + 3_600_000)
  at(later)
  await engine.publish([transaction(later)])
  await engine.cloud.settled()
  at(NOW)
})
afterAll(() => engine?.stop())

describe('the life of a campaign, over HTTP', { timeout: 120_000 }, () => {
  it('begins as a draft that promises too much, and is told where', async () => {
    const created = await marketer('POST', '/v1/campaigns', {
      body: { content: content('A guaranteed return for your savings!') },
    })
    expect(created).toMatchObject({
      status: 201,
      body: { campaignId: ID, state: 'draft', createdBy: 'jana' },
    })
    const refused = await marketer('POST', `${PATH}/submit`, { ifMatch: created.etag })
    expect(refused.status).toBe(422)
    expect(refused.body.problems).toContainEqual(
      expect.objectContaining({ path: 'content.messages.en.email.text', code: 'promise-of-returns' }),
    )
  })

  it('is set right, by who saw what they changed', async () => {
    const { etag } = await marketer('GET', `${PATH}/draft`)
    const right = { body: { content: content(LAWFUL) } }
    expect((await marketer('PUT', `${PATH}/draft`, right)).status).toBe(428)
    expect((await marketer('PUT', `${PATH}/draft`, { ...right, ifMatch: '99' })).status).toBe(412)
    expect(await marketer('PUT', `${PATH}/draft`, { ...right, ifMatch: etag })).toMatchObject({
      status: 200,
      body: { state: 'draft', revision: Number(etag) + 1 },
    })
    const problems = await marketer('GET', `${PATH}/draft/problems`)
    expect(problems.body.problems.filter((each: { severity: string }) => each.severity === 'error')).toEqual(
      [],
    )
  })

  it('is submitted, and approved by nobody who wrote it', async () => {
    const { etag } = await marketer('GET', `${PATH}/draft`)
    const submitted = await marketer('POST', `${PATH}/submit`, { ifMatch: etag })
    expect(submitted).toMatchObject({ status: 200, body: { state: 'submitted' } })
    const ifMatch = submitted.etag
    expect((await marketer('POST', `${PATH}/approve`, { ifMatch })).status).toBe(403)
    // Jana is an approver as well today: it is still her own.
    const herself = personOf(engine.cloud, 'approver', { username: 'jana' })
    expect(await herself('POST', `${PATH}/approve`, { ifMatch })).toMatchObject({
      status: 403,
      body: { code: 'own-campaign' },
    })
    expect((await checker('GET', PATH)).body.draft.state).toBe('submitted')
    expect(await checker('POST', `${PATH}/approve`, { ifMatch })).toMatchObject({
      status: 200,
      body: { state: 'approved', approved: { name: 'petr' } },
    })
  })

  it('is played over what was recorded yesterday, and nothing is sent', async () => {
    const asked = { day: YESTERDAY.toISOString().slice(0, 10), campaigns: [{ campaignId: ID, version: 1 }] }
    const queued = await marketer('POST', '/v1/simulations', { body: asked })
    expect(queued).toMatchObject({ status: 202, body: { state: 'queued' } })
    const read = async () => (await marketer('GET', `/v1/simulations/${queued.body.simulationId}`)).body
    const { state, report } = await until(read, (job) => !['queued', 'running'].includes(job.state))
    expect(state).toBe('done')
    expect(report).toMatchObject({
      occurrences: 1,
      totals: { messages: CONSENTED, recipients: CONSENTED, channels: { email: CONSENTED } },
      campaigns: [
        {
          campaign: `${ID}@1`,
          funnel: [{ step: 'consent', code: 'no-consent', fell: CUSTOMERS - CONSENTED, left: CONSENTED }],
        },
      ],
    })
    expect(report.totals.hours[9]).toBe(CONSENTED)
    expect(report.totals.cost.total).toBeGreaterThan(0)
    expect(recipients()).toEqual([])
  })

  it('goes live on its date, and is launched at its time, once', async () => {
    const goLiveAt = nineAnd(10).toISOString()
    expect((await marketer('POST', `${PATH}/schedule`, { body: { goLiveAt } })).status).toBe(200)
    await tick(nineAnd(9))
    expect((await marketer('GET', PATH)).body.live).toBeUndefined()
    await tick(nineAnd(10))
    expect((await marketer('GET', PATH)).body.live).toEqual({ version: 1, status: 'live' })
    await tick(nineAnd(29))
    expect((await marketer('GET', `${PATH}/launches`)).body.items).toEqual([])
    await tick(OCCURRENCE)
    await tick(OCCURRENCE)
    const { body } = await marketer('GET', `${PATH}/launches`)
    expect(body.items).toMatchObject([
      {
        launchId: launchIdOf(ID, OCCURRENCE),
        version: 1,
        at: OCCURRENCE.toISOString(),
        startedBy: 'schedule',
      },
    ])
  })

  const launchPath = `/v1/launches/${launchIdOf(ID, OCCURRENCE)}`
  const progress = async () => (await marketer('GET', launchPath)).body

  it('is paused half-way, and nobody else hears of it', async () => {
    const running = await until(progress, (launch) => launch.progress.done >= CUSTOMERS / 3)
    expect(running.progress.done).toBeLessThan(CUSTOMERS)
    expect((await checker('POST', `${PATH}/pause`, { body: { note: 'is this right?' } })).status).toBe(200)
    await until(launchesWaiting, (waiting) => waiting)
    const heard = (await decided()).length
    const { progress: paused } = await progress()
    expect(heard).toBeLessThan(CONSENTED)
    await tick(nineAnd(32))
    expect(await progress()).toMatchObject({ state: 'paused', progress: { done: paused.done, rate: 0 } })
    // What was decided and had not left yet waits for the end of the pause (docs/adr/0028).
    const messages = await until(messageStates, (states) => !states.some((state) => UNDER_WAY.test(state)))
    const { delivered = [], held = [], ...others } = Object.groupBy(messages, (state) => state)
    expect(others).toEqual({})
    expect(delivered.length + held.length).toBe(heard)
    expect((await decided()).length).toBe(heard)
    // Asked again during the pause, it goes on waiting.
    await tick(nineAnd(40), 'ReleaseDueFunction')
    await until(messageStates, (states) => !states.some((state) => UNDER_WAY.test(state)))
    expect(recipients()).toHaveLength(delivered.length)
  })

  it('goes on where it was, and each customer is decided about and hears once', async () => {
    const sentBefore = recipients()
    expect((await marketer('POST', `${PATH}/resume`, { body: {} })).status).toBe(200)
    const { progress: end } = await until(progress, ({ state }) => state === 'done')
    expect(end).toMatchObject({
      done: CUSTOMERS,
      total: CUSTOMERS,
      totalIsEstimate: false,
      funnel: { won: CONSENTED, 'no-consent': CUSTOMERS - CONSENTED },
    })
    expect((await decided()).sort()).toEqual(consenting)
    let minutes = 60
    const released = async () => {
      minutes += 10
      await tick(nineAnd(minutes), 'ReleaseDueFunction')
      await engine.cloud.settled()
      return messageStates()
    }
    const states = await until(released, (all) => all.every((state) => state === 'delivered'))
    expect(states).toHaveLength(CONSENTED)
    const mailed = recipients()
    expect(mailed.length).toBeGreaterThan(sentBefore.length)
    expect(mailed.sort()).toEqual(consenting.map(addressOf).sort())
  })

  it('ends, and is not launched again', async () => {
    const mailed = recipients()
    expect((await marketer('POST', `${PATH}/end`, { body: {} })).status).toBe(200)
    expect((await marketer('POST', `${PATH}/resume`, { body: {} })).status).toBe(409)
    await tick(new Date(OCCURRENCE.getTime() + DAY))
    await engine.cloud.settled()
    expect(recipients()).toEqual(mailed)
  })

  it('has its results', async () => {
    const { body } = await marketer('GET', `${PATH}/results`)
    const { cancelled = 0, ...counts } = body.total.counts
    expect([counts, cancelled]).toMatchObject([{ sent: CONSENTED, delivered: CONSENTED }, 0])
  })

  it('can be read afterwards by compliance, step by step', async () => {
    const compliance = personOf(engine.cloud, 'compliance', { username: 'eva' })
    const { body } = await compliance('GET', `/v1/audit/${encodeURIComponent(`campaign#${ID}`)}`)
    const steps = body.items.map(({ action, name }: { action: string; name: string }) => `${action} ${name}`)
    expect(steps.toReversed()).toEqual([
      'created jana',
      'edited jana',
      'submitted jana',
      'approved petr',
      'go-live-scheduled jana',
      'went-live engine',
      'launch-planned schedule',
      'paused petr',
      'resumed jana',
      'launch-done run-launch',
      'ended jana',
      'launch-skipped schedule',
    ])
  })
})
