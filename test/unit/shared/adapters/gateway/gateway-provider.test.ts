import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createGatewayProvider } from '#shared/adapters/gateway/gateway-provider.ts'
import { signedHeaders } from '#shared/adapters/webhooks/signature.ts'
import { ProviderError } from '#shared/domain/delivery/provider-error.ts'
import type { OutgoingEmail, OutgoingSms } from '#shared/ports/channel-provider.ts'

const key = { customerId: 'C1', entry: '2026-03-10T09:00:00.000Z#message#low-balance#s' }
const sms: OutgoingSms = {
  channel: 'sms',
  key,
  purpose: 'service',
  locale: 'zh-CN',
  to: '+8613800000000',
  text: '【银行】余额',
  timeToLive: 3_600,
}
const email: OutgoingEmail = {
  channel: 'email',
  key,
  purpose: 'marketing',
  locale: 'en',
  to: 'jana@mail.example',
  subject: 's',
  text: 't',
  html: '<p>t</p>',
  unsubscribeUrl: 'https://bank.example/u',
}
const secret = `whsec_${Buffer.from('a secret of many bytes').toString('base64')}`

const gatewayAt = (url: string, timeoutMs = 5_000) =>
  createGatewayProvider({
    url,
    secret: async () => secret,
    now: () => new Date('2026-03-10T09:00:05.000Z'),
    timeoutMs,
  })

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown

/** A gateway on the loopback that keeps what it got. */
const startGateway = async (answer: Answer) => {
  const got: { headers: IncomingMessage['headers']; body: string }[] = []
  const server = createServer(async (request, response) => {
    got.push({ headers: request.headers, body: await text(request) })
    answer(request, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  onTestFinished(close)
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { got, close, url: `http://127.0.0.1:${address.port}/messages` }
}

const answering =
  (status: number, body = ''): Answer =>
  (_, response) =>
    response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end(body)

describe('the signed gateway', () => {
  it('gets the message, signed over id, time and body', async () => {
    const { got, url } = await startGateway(answering(200, '{"messageId":"gw-1"}'))
    expect(await gatewayAt(url).send(sms)).toEqual({ providerMessageId: 'gw-1' })
    const [{ headers, body } = { headers: {}, body: '' }] = got
    const id = headers['webhook-id']
    expect(JSON.parse(body)).toEqual({
      id,
      channel: 'sms',
      purpose: 'service',
      locale: 'zh-CN',
      recipient: '+8613800000000',
      content: { text: '【银行】余额' },
      timeToLive: 3_600,
    })
    expect(headers['webhook-timestamp']).toBe('1773133205')
    const signature = createHmac('sha256', 'a secret of many bytes')
      .update(`${id}.1773133205.${body}`)
      .digest('base64')
    expect(headers['webhook-signature']).toBe(`v1,${signature}`)
  })

  it('gets an email with all its parts', async () => {
    const { got, url } = await startGateway(answering(202))
    await gatewayAt(url).send(email)
    expect(JSON.parse(got[0]?.body ?? '')).toMatchObject({
      recipient: 'jana@mail.example',
      content: { subject: 's', text: 't', html: '<p>t</p>' },
      unsubscribeUrl: 'https://bank.example/u',
    })
  })

  it('can tell a repetition by the id', async () => {
    const { got, url } = await startGateway(answering(200))
    await gatewayAt(url).send(sms)
    await gatewayAt(url).send(sms)
    expect(got[0]?.headers['webhook-id']).toBe(got[1]?.headers['webhook-id'])
  })

  it.each([
    [400, '', 'refused'],
    [422, '{"reason":"none of ours"}', 'refused'],
    [422, '{"reason":"address-invalid"}', 'address-invalid'],
    [400, '{"reason":"content-rejected"}', 'content-rejected'],
    [401, '{"reason":"address-invalid"}', 'account-paused'],
    [403, '', 'account-paused'],
    [404, '', 'unavailable'],
    [302, '', 'unavailable'],
    [429, '', 'throttled'],
    [503, '', 'unavailable'],
    [408, '', 'in-doubt'],
    [500, '{"reason":"address-invalid"}', 'in-doubt'],
    [502, '', 'in-doubt'],
  ] as const)('answers %i %s', async (status, body, kind) => {
    const { url, got } = await startGateway(answering(status, body))
    await expect(gatewayAt(url).send(sms)).rejects.toEqual(new ProviderError(kind))
    expect(got).toHaveLength(1)
  })

  it('leaves a message in doubt when it breaks the connection', async () => {
    const { url } = await startGateway((request) => request.socket.destroy())
    await expect(gatewayAt(url).send(sms)).rejects.toEqual(new ProviderError('in-doubt'))
  })

  it('leaves a message in doubt when it does not answer in time', async () => {
    const { url } = await startGateway(() => undefined)
    await expect(gatewayAt(url, 50).send(sms)).rejects.toEqual(new ProviderError('in-doubt'))
  })

  it('took nothing when nobody listens', async () => {
    const { url, close } = await startGateway(answering(200))
    await close()
    await expect(gatewayAt(url).send(sms)).rejects.toEqual(new ProviderError('unavailable'))
  })
})

describe('signedHeaders', () => {
  it('agrees with the example of Standard Webhooks', () => {
    const headers = signedHeaders(
      'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      new Date(1_614_265_330_000),
      '{"test": 2432232314}',
    )
    expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
  })
})
