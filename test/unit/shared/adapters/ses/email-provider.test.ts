import { SESv2Client, SESv2ServiceException, SendEmailCommand } from '@aws-sdk/client-sesv2'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, it } from 'vitest'
import { createSesEmailProvider } from '#shared/adapters/ses/email-provider.ts'
import { ProviderError } from '#shared/domain/delivery/provider-error.ts'
import { messageKeyOfTags } from '#shared/domain/message/message-key.ts'
import type { OutgoingEmail } from '#shared/ports/channel-provider.ts'

const ses = mockClient(SESv2Client)
const provider = createSesEmailProvider({
  client: new SESv2Client({}),
  fromAddress: 'bank@bank.example',
  configurationSet: 'set',
})

const email: OutgoingEmail = {
  channel: 'email',
  key: { customerId: 'C:1', entry: '2026-03-10T09:00:00.000Z#message#low-balance#s' },
  purpose: 'service',
  locale: 'cs-CZ',
  to: 'jana@mail.example',
  subject: 'Předmět',
  text: 'text',
  html: '<p>text</p>',
}

const failure = (name: string, httpStatusCode: number, message = 'x') =>
  new SESv2ServiceException({ name, $fault: 'client', $metadata: { httpStatusCode }, message })

beforeEach(() => {
  ses.reset()
})

describe('email through SES', () => {
  it('is sent with both parts, the configuration set and the way back to the journal', async () => {
    ses.on(SendEmailCommand).resolves({ MessageId: 'ses-1' })
    expect(await provider.send(email)).toEqual({ providerMessageId: 'ses-1' })
    const input = ses.commandCalls(SendEmailCommand)[0]?.args[0].input
    expect(input).toMatchObject({
      FromEmailAddress: 'bank@bank.example',
      Destination: { ToAddresses: ['jana@mail.example'] },
      ConfigurationSetName: 'set',
      Content: {
        Simple: {
          Subject: { Data: 'Předmět', Charset: 'UTF-8' },
          Body: { Text: { Data: 'text' }, Html: { Data: '<p>text</p>' } },
        },
      },
    })
    expect(input?.Content?.Simple?.Headers).toBeUndefined()
    const tags = Object.fromEntries((input?.EmailTags ?? []).map(({ Name, Value }) => [Name, Value]))
    expect(messageKeyOfTags(tags)).toEqual(email.key)
  })

  it('can be unsubscribed from in one click', async () => {
    ses.on(SendEmailCommand).resolves({ MessageId: 'ses-1' })
    await provider.send({ ...email, purpose: 'marketing', unsubscribeUrl: 'https://bank.example/u' })
    expect(ses.commandCalls(SendEmailCommand)[0]?.args[0].input.Content?.Simple?.Headers).toEqual([
      { Name: 'List-Unsubscribe', Value: '<https://bank.example/u>' },
      { Name: 'List-Unsubscribe-Post', Value: 'List-Unsubscribe=One-Click' },
    ])
  })

  it.each([
    ['asked too often', failure('TooManyRequestsException', 429), 'throttled'],
    ['over the quota', failure('LimitExceededException', 400), 'throttled'],
    ['out of service', failure('ServiceUnavailable', 503), 'unavailable'],
    ['out of service in other words', failure('Nameless', 503), 'unavailable'],
    ['no connection', Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), 'unavailable'],
    ['sending is paused', failure('SendingPausedException', 400), 'account-paused'],
    ['the account is suspended', failure('AccountSuspendedException', 400), 'account-paused'],
    ['the domain is not verified', failure('MailFromDomainNotVerifiedException', 400), 'account-paused'],
    ['no permission', failure('AccessDeniedException', 403), 'account-paused'],
    ['content rejected', failure('MessageRejected', 400), 'content-rejected'],
    ['a bad request', failure('BadRequestException', 400), 'refused'],
    ['no domain', failure('BadRequestException', 400, "Missing final '@domain'"), 'address-invalid'],
    [
      'no such domain',
      failure('BadRequestException', 400, 'Domain contains illegal character'),
      'address-invalid',
    ],
    ['an internal failure', failure('InternalFailure', 500), 'in-doubt'],
    ['a timeout', Object.assign(new Error('x'), { name: 'TimeoutError' }), 'in-doubt'],
    ['a broken connection', Object.assign(new Error('x'), { code: 'ECONNRESET' }), 'in-doubt'],
    ['a name that objects have', failure('constructor', 400), 'in-doubt'],
    ['anything else', failure('NeverHeardOf', 418), 'in-doubt'],
  ] as const)('is sorted when it fails: %s', async (_, error, kind) => {
    ses.on(SendEmailCommand).rejects(error)
    await expect(provider.send(email)).rejects.toEqual(new ProviderError(kind))
  })

  it('is in doubt when the answer has no id', async () => {
    ses.on(SendEmailCommand).resolves({})
    await expect(provider.send(email)).rejects.toEqual(new ProviderError('in-doubt'))
  })
})
