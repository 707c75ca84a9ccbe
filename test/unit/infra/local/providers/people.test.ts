import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ServiceEvent } from '#infra/local/event-bus.ts'
import { type Providers, startProviders } from '#infra/local/providers/providers.ts'

const now = new Date('2026-03-10T09:00:00.000Z')

let dataDirectory: string
let providers: Providers
let events: ServiceEvent[]
let published: { message: unknown; at: Date }[]

beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'people-'))
  events = []
  published = []
  providers = await startProviders({
    dataDirectory,
    secrets: {},
    gatewaySecret: 'secret',
    publishFeedback: async (event) => void events.push(event),
    publishReply: async (message, at) => void published.push({ message: JSON.parse(message), at }),
    now: () => now,
  })
})
afterEach(async () => {
  await providers.stop()
  await rm(dataDirectory, { recursive: true })
})

const post = async (path: string, body: object, headers: Record<string, string> = {}) => {
  const sent = await fetch(`${providers.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  return { status: sent.status, answer: (await sent.json()) as Record<string, string> }
}

const text = (to: string) =>
  post(
    '/',
    { DestinationPhoneNumber: to, MessageBody: 'Hello', OriginationIdentity: 'pool-1' },
    { 'x-amz-target': 'PinpointSMSVoiceV2.SendTextMessage' },
  )

const email = (to: string) =>
  post('/v2/email/outbound-emails', {
    FromEmailAddress: 'bank@bank.example',
    Destination: { ToAddresses: [to] },
    ConfigurationSetName: 'set',
    EmailTags: [{ Name: 'tag', Value: 'value' }],
    Content: { Simple: { Subject: { Data: 'Hello' }, Body: { Text: { Data: 'Hello' } } } },
  })

describe('somebody who answers an SMS', () => {
  it('is published as End User Messaging does, with the message it answers', async () => {
    await text('+420600000001')
    const { answer: last } = await text('+420600000001')
    await text('+420600000002')
    const { status, answer } = await post('/inbound-sms', { from: '+420600000001', text: 'STOP' })
    expect(status).toBe(200)
    expect(published).toEqual([
      {
        at: now,
        message: {
          originationNumber: '+420600000001',
          destinationNumber: expect.any(String),
          messageKeyword: expect.any(String),
          messageBody: 'STOP',
          inboundMessageId: answer.inboundMessageId,
          previousPublishedMessageId: last.MessageId,
        },
      },
    ])
  })

  it('may answer nothing, at a time of their own, twice by one id', async () => {
    const reply = { from: '+420600000003', to: '+1', text: 'Hi', id: 'r1', at: '2026-03-11T09:00:00Z' }
    await post('/inbound-sms', reply)
    await post('/inbound-sms', reply)
    expect(published).toHaveLength(2)
    expect(published[1]).toEqual(published[0])
    expect(published[0]).toMatchObject({
      at: new Date(reply.at),
      message: { destinationNumber: '+1', inboundMessageId: 'r1' },
    })
    expect(published[0]?.message).not.toHaveProperty('previousPublishedMessageId')
  })

  it('must say who they are and what', async () => {
    expect((await post('/inbound-sms', { from: '+420600000001' })).status).toBe(400)
  })
})

describe('somebody who opens an email', () => {
  it.each([
    ['open', 'Email Opened', 'Open', { open: { timestamp: '2026-03-11T09:00:00.000Z' } }],
    [
      'click',
      'Email Clicked',
      'Click',
      { click: { timestamp: '2026-03-11T09:00:00.000Z', link: 'https://b.example/' } },
    ],
  ])(
    'or follows its link (%s) is reported by SES about the last one',
    async (did, detailType, eventType, seen) => {
      await email('jana@mail.example')
      const { answer } = await email('jana@mail.example')
      await providers.resumeFeedback()
      events.length = 0
      await post('/engagement', {
        address: 'jana@mail.example',
        did,
        link: 'https://b.example/',
        at: '2026-03-11T09:00:00Z',
      })
      expect(events).toMatchObject([
        {
          source: 'aws.ses',
          detailType,
          time: new Date('2026-03-11T09:00:00Z'),
          detail: { eventType, mail: { messageId: answer.MessageId, tags: { tag: ['value'] } }, ...seen },
        },
      ])
    },
  )

  it('that never came is told so', async () => {
    expect((await post('/engagement', { address: 'nobody@mail.example', did: 'open' })).status).toBe(404)
  })
})
