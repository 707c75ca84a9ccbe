import { createHmac } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PinpointSMSVoiceV2Client, SendTextMessageCommand } from '@aws-sdk/client-pinpoint-sms-voice-v2'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SESv2Client, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-sesv2'
import PostalMime from 'postal-mime'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ServiceEvent } from '#infra/local/event-bus.ts'
import { type Providers, type ProvidersOptions, startProviders } from '#infra/local/providers/providers.ts'

const gatewaySecret = `whsec_${Buffer.from('a shared secret').toString('base64')}`
const secretArn = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:gateway'

let dataDirectory: string
let events: ServiceEvent[]
let providers: Providers
let ses: SESv2Client
let sms: PinpointSMSVoiceV2Client
let stopAll: (() => Promise<void> | void)[]

const start = async (more: Partial<ProvidersOptions> = {}): Promise<void> => {
  const publishFeedback = async (event: ServiceEvent) => void events.push(event)
  const secrets = { [secretArn]: gatewaySecret }
  const options = { dataDirectory, secrets, gatewaySecret, publishFeedback, ...more }
  const started = await startProviders(options)
  const client = clientOptions(started.url)
  const [newSes, newSms] = [new SESv2Client(client), new PinpointSMSVoiceV2Client(client)]
  providers = started
  ses = newSes
  sms = newSms
  stopAll.push(
    () => newSes.destroy(),
    () => newSms.destroy(),
    () => started.stop(),
  )
}

const clientOptions = (endpoint: string) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  maxAttempts: 1,
})

beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'providers-'))
  events = []
  stopAll = []
  await start()
})

afterEach(async () => {
  for (const stop of stopAll) await stop()
  await rm(dataDirectory, { recursive: true })
})

const email = (more: Partial<SendEmailCommandInput> = {}) =>
  new SendEmailCommand({
    FromEmailAddress: 'Bank <bank@example.com>',
    Destination: { ToAddresses: ['anna@example.com'] },
    ConfigurationSetName: 'set',
    EmailTags: [{ Name: 'bw-customer', Value: 'c1' }],
    Content: { Simple: { Subject: { Data: 'Hello' }, Body: { Text: { Data: 'Text' } } } },
    ...more,
  })

const emailTo = (address: string) => email({ Destination: { ToAddresses: [address] } })

const text = (to = '+420601000001') =>
  new SendTextMessageCommand({
    DestinationPhoneNumber: to,
    OriginationIdentity: 'Bank',
    MessageBody: 'Your card expires',
    MessageType: 'TRANSACTIONAL',
    Context: { 'bw-customer': 'c1' },
  })

const signed = (body: string, { secret = 'a shared secret', at = Date.now() } = {}) => {
  const timestamp = `${Math.floor(at / 1000)}`
  const signature = createHmac('sha256', secret).update(`msg_1.${timestamp}.${body}`).digest('base64')
  return { 'webhook-id': 'msg_1', 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}

const post = (body: string, headers: Record<string, string>) =>
  fetch(`${providers.url}/gateway`, { method: 'POST', headers, body })

const record = async (id: string) =>
  JSON.parse(await readFile(join(dataDirectory, 'inbox', `${id}.json`), 'utf8')) as unknown

describe('email through SES v2', () => {
  it('keeps the message as it would go out', async () => {
    const subject = `Karta končí 信用卡到期 ${'příliš žluťoučký kůň '.repeat(8)}`
    const longText = `Dobrý den,\n${'ěščřžýáíé 😀 '.repeat(200)}\n.\nNashledanou`
    const Headers = [
      { Name: 'List-Unsubscribe', Value: '<https://bank.example/u?x=1>' },
      { Name: 'List-Unsubscribe-Post', Value: 'List-Unsubscribe=One-Click' },
    ]
    const Body = { Text: { Data: longText }, Html: { Data: '<p>您好</p>' } }
    const Content = { Simple: { Subject: { Data: subject }, Body, Headers } }
    const { MessageId } = await ses.send(email({ Content }))
    const source = await readFile(join(dataDirectory, 'inbox', `${MessageId}.eml`))
    const parsed = await PostalMime.parse(source)
    expect(parsed).toMatchObject({
      from: { name: 'Bank', address: 'bank@example.com' },
      to: [{ address: 'anna@example.com' }],
      subject,
      messageId: `<${MessageId}@email.amazonses.com>`,
    })
    expect(parsed.text?.replaceAll('\r\n', '\n').trimEnd()).toBe(longText)
    expect(parsed.html?.trimEnd()).toBe('<p>您好</p>')
    const headers = new Map(parsed.headers.map(({ key, value }) => [key, value]))
    expect(headers.get('list-unsubscribe')).toBe('<https://bank.example/u?x=1>')
    expect(headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click')
    expect(headers.get('content-type')).toContain('multipart/alternative')
    expect(
      Math.max(
        ...source
          .toString()
          .split('\r\n')
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(100)
  })

  it('lets no line break of a value begin a header', async () => {
    const Headers = [{ Name: 'X-Note', Value: 'a\r\nBcc: evil@example.com' }]
    const Simple = { Subject: { Data: 'á\r\nX-Evil: 1' }, Body: { Text: { Data: 't' } }, Headers }
    const FromEmailAddress = 'Bank\r\nX-From: 1\rX-Return: 1 <bank@example.com>'
    const { MessageId } = await ses.send(email({ FromEmailAddress, Content: { Simple } }))
    const source = await readFile(join(dataDirectory, 'inbox', `${MessageId}.eml`), 'utf8')
    expect(source).not.toMatch(/\r(?!\n)/)
    const parsed = await PostalMime.parse(source)
    const names = parsed.headers.map(({ key }) => key)
    for (const name of ['bcc', 'x-evil', 'x-from', 'x-return']) expect(names).not.toContain(name)
    expect(names).toContain('x-note')
    expect(parsed.text?.trimEnd()).toBe('t')
  })

  it('keeps a raw message byte for byte', async () => {
    const Data = Buffer.from('From: a@example.com\r\nSubject: Raw one\r\n\r\nBody\xff', 'latin1')
    const { MessageId } = await ses.send(email({ Content: { Raw: { Data } } }))
    expect(await readFile(join(dataDirectory, 'inbox', `${MessageId}.eml`))).toEqual(Data)
    expect(providers.calls()[0]).toMatchObject({ subject: 'Raw one' })
  })

  it('records the call', async () => {
    const { MessageId } = await ses.send(email())
    expect(await record(`${MessageId}`)).toMatchObject({
      sequence: 1,
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      operation: 'SendEmail',
      destination: ['anna@example.com'],
      tags: { 'bw-customer': 'c1' },
      subject: 'Hello',
      text: 'Text',
      outcome: 'accepted',
    })
  })

  it.each([
    ['no destination', { Destination: {} }],
    ['an address that is none', { Destination: { ToAddresses: ['anna'] } }],
    ['a tag SES does not take', { EmailTags: [{ Name: 'entry', Value: 'a#b' }] }],
    ['no content', { Content: {} }],
    [
      'a header name that is none',
      {
        Content: {
          Simple: {
            Subject: { Data: 's' },
            Body: {},
            Headers: [{ Name: 'X\r\nBcc', Value: 'e@example.com' }],
          },
        },
      },
    ],
  ])('refuses %s, and records that', async (_name, more) => {
    await expect(ses.send(email(more))).rejects.toMatchObject({ name: 'BadRequestException' })
    expect(providers.calls()).toMatchObject([
      { outcome: 'refused', error: 'BadRequestException', feedback: 'none' },
    ])
  })

  it.each([
    ['anna@example.com', ['Email Sent', 'Email Delivered'], {}],
    ['success@simulator.amazonses.com', ['Email Sent', 'Email Delivered'], {}],
    [
      'bounce+label@simulator.amazonses.com',
      ['Email Sent', 'Email Bounced'],
      { bounce: { bounceType: 'Permanent', bounceSubType: 'General' } },
    ],
    [
      'suppressionlist@simulator.amazonses.com',
      ['Email Sent', 'Email Bounced'],
      { bounce: { bounceType: 'Permanent', bounceSubType: 'Suppressed' } },
    ],
    [
      'Anna <complaint@simulator.amazonses.com>',
      ['Email Sent', 'Email Delivered', 'Email Complaint Received'],
      { complaint: { complaintFeedbackType: 'abuse' } },
    ],
  ])('publishes what becomes of a message to %s', async (address, types, detail) => {
    const { MessageId } = await ses.send(emailTo(address))
    await providers.resumeFeedback()
    expect(events.map(({ detailType }) => detailType)).toEqual(types)
    const mail = {
      messageId: MessageId,
      destination: [address],
      tags: { 'bw-customer': ['c1'], 'ses:configuration-set': ['set'] },
    }
    for (const event of events) expect(event).toMatchObject({ source: 'aws.ses', detail: { mail } })
    expect(events.at(-1)?.detail).toMatchObject(detail)
    expect(await record(`${MessageId}`)).toMatchObject({ feedback: 'done' })
  })

  it('publishes nothing of a message sent without a configuration set', async () => {
    await ses.send(email({ ConfigurationSetName: undefined }))
    await providers.resumeFeedback()
    expect(events).toEqual([])
    expect(providers.calls()).toMatchObject([{ outcome: 'accepted', feedback: 'none' }])
  })
})

describe('SMS through End User Messaging', () => {
  it.each([
    ['+420601000001', ['TEXT_PENDING', 'TEXT_DELIVERED']],
    ['+420790542286', ['TEXT_PENDING', 'TEXT_DELIVERED']],
    ['+14254147167', ['TEXT_PENDING', 'TEXT_BLOCKED']],
    ['+420790542287', ['TEXT_PENDING', 'TEXT_BLOCKED']],
  ])('takes a text to %s and publishes %j', async (number, types) => {
    const { MessageId } = await sms.send(text(number))
    await providers.resumeFeedback()
    expect(events.map(({ detail }) => detail.eventType)).toEqual(types)
    for (const event of events)
      expect(event).toMatchObject({
        source: 'aws.sms-voice',
        detailType: 'Text Message Delivery Status Updated',
        detail: { messageId: MessageId, context: { 'bw-customer': 'c1' }, messageType: 'TRANSACTIONAL' },
      })
    expect(await record(`${MessageId}`)).toMatchObject({
      operation: 'SendTextMessage',
      destination: [number],
      text: 'Your card expires',
      feedback: 'done',
    })
  })

  it('refuses a number that is none', async () => {
    await expect(sms.send(text('none'))).rejects.toMatchObject({ name: 'ValidationException' })
    expect(providers.calls()).toMatchObject([{ operation: 'SendTextMessage', outcome: 'refused' }])
  })
})

describe('gateway', () => {
  const body = JSON.stringify({ recipient: 'openid-1', content: { text: '您的卡' }, other: [1] })

  it('takes a signed message and records the signature', async () => {
    const answer = await post(body, signed(body))
    const { messageId } = (await answer.json()) as { messageId: string }
    expect(answer.status).toBe(202)
    expect(await record(messageId)).toMatchObject({
      operation: 'GatewayPost',
      destination: ['openid-1'],
      text: '您的卡',
      tags: { 'webhook-id': 'msg_1', 'webhook-signature': expect.stringMatching(/^v1,/) },
      feedback: 'none',
    })
  })

  it('takes a message with one right signature among several', async () => {
    const headers = signed(body)
    const signatures = `v1,AAAA v1a,xyz ${headers['webhook-signature']}`
    expect((await post(body, { ...headers, 'webhook-signature': signatures })).status).toBe(202)
  })

  it.each([
    ['another secret', () => signed(body, { secret: 'wrong' })],
    ['another body', () => signed('{}')],
    ['a time long past', () => signed(body, { at: Date.now() - 400_000 })],
    ['no signature', () => ({})],
  ])('refuses %s with 401, and records that', async (_name, headers) => {
    expect((await post(body, headers())).status).toBe(401)
    expect(providers.calls()).toMatchObject([{ outcome: 'refused', error: 'BadSignature' }])
  })
})

describe('Secrets Manager', () => {
  const get = async (SecretId: string) => {
    const client = new SecretsManagerClient(clientOptions(providers.url))
    stopAll.unshift(() => client.destroy())
    return client.send(new GetSecretValueCommand({ SecretId }))
  }

  it('has the secrets it was given', async () => {
    expect(await get(secretArn)).toMatchObject({ ARN: secretArn, SecretString: gatewaySecret })
  })

  it.each(['unknown', 'constructor'])('has no %s', async (name) => {
    await expect(get(name)).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  })
})

describe('faults', () => {
  it('throttles each provider in its own words', async () => {
    providers.setFaults({ mode: 'throttle' })
    await expect(ses.send(email())).rejects.toMatchObject({ name: 'TooManyRequestsException' })
    await expect(sms.send(text())).rejects.toMatchObject({ name: 'ThrottlingException' })
    expect((await post('{}', signed('{}'))).status).toBe(429)
    expect(providers.calls().map(({ outcome }) => outcome)).toEqual(['refused', 'refused', 'refused'])
  })

  it('is down: 503, nothing taken', async () => {
    providers.setFaults({ mode: 'outage' })
    await expect(ses.send(email())).rejects.toMatchObject({ $metadata: { httpStatusCode: 503 } })
    await expect(sms.send(text())).rejects.toMatchObject({ $metadata: { httpStatusCode: 503 } })
    expect(providers.calls()[0]).toMatchObject({ outcome: 'refused', destination: ['anna@example.com'] })
    expect(providers.pendingFeedback()).toBe(0)
  })

  it('takes a message and loses the answer', async () => {
    providers.setFaults({ mode: 'timeout-after-accept' })
    await expect(ses.send(email())).rejects.toMatchObject({ name: 'TimeoutError' })
    await providers.resumeFeedback()
    expect(providers.calls()).toMatchObject([{ outcome: 'accepted', error: 'NoAnswer', feedback: 'done' }])
    expect(events.map(({ detailType }) => detailType)).toEqual(['Email Sent', 'Email Delivered'])
  })

  it('hits the same share of the calls for the same seed', async () => {
    const outcomes = async (seed: number) => {
      const before = providers.calls().length
      providers.setFaults({ mode: 'throttle', share: 0.3, seed })
      for (let call = 0; call < 100; call++) await post('{}', signed('{}'))
      return providers
        .calls()
        .slice(before)
        .map(({ outcome }) => outcome)
    }
    const first = await outcomes(7)
    expect(await outcomes(7)).toEqual(first)
    expect(await outcomes(8)).not.toEqual(first)
    const refused = first.filter((outcome) => outcome === 'refused').length
    expect(refused).toBeGreaterThan(15)
    expect(refused).toBeLessThan(45)
  })
})

describe('after a restart', () => {
  it('lets feedback wait where it is told to, and counts it as pending meanwhile', async () => {
    await start({ feedbackDelay: 500 })
    await ses.send(email({ ConfigurationSetName: 'bellwether' }))
    expect(events).toEqual([])
    expect(providers.pendingFeedback()).toBe(1)
    await providers.resumeFeedback()
    expect(events).not.toEqual([])
    expect(providers.pendingFeedback()).toBe(0)
  })

  it('publishes the feedback that was outstanding, and only that', async () => {
    await ses.send(emailTo('first@example.com'))
    await providers.resumeFeedback()
    await providers.stop()
    const broken = () => Promise.reject(new Error('bus is gone'))
    await start({ publishFeedback: broken })
    const { MessageId } = await ses.send(emailTo('second@example.com'))
    await expect(providers.resumeFeedback()).rejects.toThrow('bus is gone')
    expect(providers.pendingFeedback()).toBe(1)
    await providers.stop()
    events = []
    await start()
    expect(providers.pendingFeedback()).toBe(1)
    await providers.resumeFeedback()
    expect(providers.pendingFeedback()).toBe(0)
    expect(events).toMatchObject([
      {
        detailType: 'Email Sent',
        detail: { mail: { messageId: MessageId, tags: { 'bw-customer': ['c1'] } } },
      },
      { detailType: 'Email Delivered' },
    ])
  })

  it('goes on with the calls it finds, whatever half-written file a kill left', async () => {
    await ses.send(emailTo('first@example.com'))
    await sms.send(text())
    await providers.stop()
    await writeFile(join(dataDirectory, 'inbox', 'half.json.new'), '{"id":')
    await start()
    await ses.send(emailTo('third@example.com'))
    expect(providers.calls().map(({ sequence, destination }) => [sequence, ...destination])).toEqual([
      [1, 'first@example.com'],
      [2, '+420601000001'],
      [3, 'third@example.com'],
    ])
  })

  it('has each accepted email on disk before it is answered', async () => {
    const addresses = Array.from({ length: 20 }, (_, at) => `a${at}@example.com`)
    const answers = await Promise.all(addresses.map((address) => ses.send(emailTo(address))))
    const files = new Set(await readdir(join(dataDirectory, 'inbox')))
    for (const { MessageId } of answers)
      expect([files.has(`${MessageId}.eml`), files.has(`${MessageId}.json`)]).toEqual([true, true])
  })
})

describe('inbox page', () => {
  const get = (path: string) => fetch(`${providers.url}${path}`)

  it('lists the accepted messages, newest first, with everything escaped', async () => {
    const Simple = {
      Subject: { Data: '<script>1</script>' },
      Body: { Text: { Data: `"&'</td><img src=x>` } },
    }
    const { MessageId } = await ses.send(email({ Content: { Simple } }))
    await sms.send(text())
    await expect(sms.send(text('none'))).rejects.toThrow()
    const html = await (await get('/')).text()
    expect(html).toContain('2 messages')
    expect(html).toContain('&lt;script&gt;1&lt;/script&gt;')
    expect(html).toContain('&quot;&amp;&#39;&lt;/td&gt;&lt;img src=x&gt;')
    expect(html).not.toMatch(/<script|<img/)
    expect(html).toContain(`href="/messages/${MessageId}.eml"`)
    expect(html.indexOf('+420601000001')).toBeLessThan(html.indexOf('anna@example.com'))
  })

  it('gives messages as JSON and as they are', async () => {
    const { MessageId } = await ses.send(email())
    expect(await (await get('/messages')).json()).toMatchObject([{ id: MessageId }])
    expect(await (await get(`/messages/${MessageId}`)).json()).toMatchObject({ subject: 'Hello' })
    const source = await get(`/messages/${MessageId}.eml`)
    expect(source.headers.get('content-type')).toBe('message/rfc822')
    expect((await PostalMime.parse(await source.text())).subject).toBe('Hello')
  })

  it.each(['/messages/none', '/messages/none.eml', '/messages/..%2f..%2fetc', '/other'])(
    'has no %s',
    async (path) => {
      expect((await get(path)).status).toBe(404)
    },
  )

  it('names the operation it does not play', async () => {
    const answer = await fetch(`${providers.url}/v2/email/identities`, { method: 'POST', body: '{}' })
    expect(await answer.json()).toMatchObject({ __type: 'UnknownOperationException' })
  })
})
