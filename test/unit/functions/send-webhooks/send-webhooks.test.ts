import { describe, expect, it } from 'vitest'
import { createRests } from '#functions/send-webhooks/rest.ts'
import { sendWebhook } from '#functions/send-webhooks/send-webhooks.ts'
import { PermanentError, RetryableError } from '#shared/domain/errors.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { eventsOfChange } from '#shared/domain/webhooks/events-of-change.ts'
import type { SignedRequest, WebhookAnswer } from '#shared/ports/webhook-poster.ts'
import { aMessage } from '#test/support/builders/messages.ts'
import { createCounts, createLogSink } from '#test/support/fakes/delivery-world.ts'

const URL_OF_CRM = 'https://crm.bank.example/hooks?key=SECRET-IN-URL'
const [event] = eventsOfChange({ after: aMessage() }) ?? []

const world = (answer: WebhookAnswer, secrets: readonly string[] = ['whsec_b25l']) => {
  const requests: SignedRequest[] = []
  const counters = createCounts()
  const log = createLogSink()
  const clock = { now: 0 }
  const send = sendWebhook({
    settings: async () => ({
      ...defaultSettings,
      webhooks: [{ id: 'crm', url: URL_OF_CRM, events: ['message.*'] }],
    }),
    secrets: { of: async (endpointId) => (endpointId === 'crm' ? secrets : []) },
    poster: {
      post: async (request) => {
        requests.push(request)
        return answer
      },
    },
    rests: createRests(() => clock.now),
    counters,
    log,
  })
  const sendTo = (endpointId: string, body = JSON.stringify({ endpointId, event })) =>
    send({ body, recordId: 'R1', receiveCount: 1 })
  return { sendTo, requests, counts: counters.counts, lines: log.lines, clock }
}

describe('send-webhooks', () => {
  it('posts the event to where the settings say now, with every secret of the endpoint', async () => {
    const { sendTo, requests, counts } = world({ status: 204 }, ['whsec_b25l', 'whsec_dHdv'])
    await sendTo('crm')
    expect(requests).toEqual([
      {
        url: URL_OF_CRM,
        id: event?.id,
        body: JSON.stringify({ type: event?.type, timestamp: event?.timestamp, data: event?.data }),
        secrets: ['whsec_b25l', 'whsec_dHdv'],
      },
    ])
    expect(counts).toEqual({ WebhooksSent: 1 })
  })

  it.each<[string, WebhookAnswer]>([
    ['199', { status: 199 }],
    ['a redirect', { status: 302 }],
    ['a wrong signature', { status: 401 }],
    ['an endpoint that is gone', { status: 410 }],
    ['too many requests', { status: 429 }],
    ['an error', { status: 500 }],
    ['no answer', { status: undefined, because: 'no-answer' }],
    ['an address that may not be posted to', { status: undefined, because: 'refused-url' }],
  ])('comes again after %s', async (_, answer) => {
    const { sendTo, counts } = world(answer)
    await expect(sendTo('crm')).rejects.toThrow(RetryableError)
    expect(counts).toEqual({ WebhooksFailed: 1 })
  })

  it('leaves an endpoint alone for half a minute after five failures in a row, and then after each', async () => {
    const answer: { status: number } = { status: 500 }
    const { sendTo, requests, clock } = world(answer)
    const sendTimes = async (times: number) => {
      for (let time = 0; time < times; time += 1) await sendTo('crm').catch(() => {})
      return requests.length
    }
    expect(await sendTimes(4)).toBe(4)
    answer.status = 200
    expect(await sendTimes(1)).toBe(5)
    answer.status = 500
    expect(await sendTimes(7)).toBe(10)
    clock.now = 30_000
    expect(await sendTimes(2)).toBe(11)
    clock.now = 60_000
    answer.status = 200
    expect(await sendTimes(2)).toBe(13)
  })

  it('waits for the secret of an endpoint that has none, and posts nothing unsigned', async () => {
    const { sendTo, requests } = world({ status: 204 }, [])
    await expect(sendTo('crm')).rejects.toThrow(RetryableError)
    expect(requests).toEqual([])
  })

  it('drops what waits for an endpoint that the settings do not have any more', async () => {
    const { sendTo, requests, counts } = world({ status: 204 })
    await sendTo('gone')
    expect(requests).toEqual([])
    expect(counts).toEqual({ WebhooksUnwanted: 1 })
  })

  it.each(['{', '{}', JSON.stringify({ endpointId: 'crm' })])('cannot send %s', async (body) => {
    await expect(world({ status: 204 }).sendTo('crm', body)).rejects.toThrow(PermanentError)
  })

  it('says which endpoint and event failed, and neither address, customer nor entry', async () => {
    const { sendTo, lines } = world({ status: 500 })
    await expect(sendTo('crm')).rejects.toThrow()
    expect(lines.join()).toContain(event?.id)
    expect(lines.join()).toContain('"crm"')
    expect(lines.join()).not.toMatch(/bank\.example|SECRET-IN-URL|C1|low-balance/)
  })
})
