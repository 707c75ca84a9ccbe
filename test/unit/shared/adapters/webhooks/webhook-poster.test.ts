import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createWebhookPoster } from '#shared/adapters/webhooks/webhook-poster.ts'
import { isSigned } from '#test/support/local-cloud/standard-webhooks.ts'

const secret = `whsec_${Buffer.from('a secret of many bytes').toString('base64')}`
const next = `whsec_${Buffer.from('another secret of as many').toString('base64')}`
const body = '{"type":"message.sent"}'

const endpoint = async (
  answer: (request: IncomingMessage, response: ServerResponse, body: string) => void,
) => {
  const server = createServer(async (request, response) => answer(request, response, await text(request)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return `http://127.0.0.1:${address.port}/hooks`
}

const poster = ({ timeoutMs = 5_000, loopback = true } = {}) =>
  createWebhookPoster({ now: () => new Date('2026-03-10T09:00:05.700Z'), timeoutMs, loopback })

describe('a posted webhook', () => {
  it('is JSON, signed by every secret, with its id and the time of sending', async () => {
    const got: { headers: Record<string, string>; body: string; method: string | undefined }[] = []
    const url = await endpoint((request, response, received) => {
      got.push({ headers: request.headers as Record<string, string>, body: received, method: request.method })
      response.writeHead(204).end()
    })
    const answer = await poster().post({ url, id: 'evt_1', body, secrets: [next, secret] })
    expect(answer).toEqual({ status: 204 })
    const [{ headers = {}, ...rest } = {}] = got
    expect(rest).toEqual({ body, method: 'POST' })
    expect(headers).toMatchObject({
      'webhook-id': 'evt_1',
      'webhook-timestamp': '1773133205',
      'content-type': 'application/json; charset=utf-8',
    })
    for (const known of [secret, next]) expect(isSigned(headers, body, known)).toBe(true)
    expect(isSigned(headers, `${body} `, secret)).toBe(false)
  })

  it('follows no redirect: the signature is for one address', async () => {
    const elsewhere = await endpoint(() => {
      throw new Error('it was followed')
    })
    const url = await endpoint((_, response) => response.writeHead(307, { location: elsewhere }).end())
    expect(await poster().post({ url, id: 'evt_1', body, secrets: [secret] })).toEqual({ status: 307 })
  })

  it('has no answer when nobody listens, or not in time', async () => {
    const none = { status: undefined, because: 'no-answer' }
    const nowhere = 'http://127.0.0.1:1/'
    expect(await poster().post({ url: nowhere, id: 'evt_1', body, secrets: [secret] })).toEqual(none)
    const silent = await endpoint(() => {})
    const impatient = poster({ timeoutMs: 20 })
    expect(await impatient.post({ url: silent, id: 'evt_1', body, secrets: [secret] })).toEqual(none)
  })

  it('does not wait for the end of what an endpoint answers', async () => {
    const url = await endpoint((_, response) => response.writeHead(200).write('x'))
    expect(await poster().post({ url, id: 'evt_1', body, secrets: [secret] })).toEqual({ status: 200 })
  })

  it('never goes to the machine itself in an installation', async () => {
    const url = await endpoint(() => {
      throw new Error('it was called')
    })
    const deployed = poster({ loopback: false })
    expect(await deployed.post({ url, id: 'evt_1', body, secrets: [secret] })).toEqual({
      status: undefined,
      because: 'refused-url',
    })
  })
})

// The published example of https://www.standardwebhooks.com, which every library of the scheme is tested with.
it('is signed as the scheme’s own libraries sign', async () => {
  const got: Record<string, unknown>[] = []
  const url = await endpoint((request, response) => {
    got.push(request.headers)
    response.writeHead(200).end()
  })
  const at = createWebhookPoster({
    now: () => new Date(1614265330_000),
    timeoutMs: 5_000,
    loopback: true,
  })
  await at.post({
    url,
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    body: '{"test": 2432232314}',
    secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
  })
  expect(got[0]?.['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
})
