import { SESv2Client, SESv2ServiceException, SendEmailCommand } from '@aws-sdk/client-sesv2'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, it } from 'vitest'
import { createSesEmailProvider } from '#shared/adapters/ses/email-provider.ts'
import { PermanentError, RetryableError } from '#shared/domain/errors.ts'
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

const failure = (name: string, httpStatusCode: number) =>
  new SESv2ServiceException({ name, $fault: 'client', $metadata: { httpStatusCode }, message: 'x' })

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
    ['asked too often', failure('TooManyRequestsException', 429), new RetryableError('throttled')],
    ['out of service', failure('ServiceUnavailable', 503), new RetryableError('unavailable')],
    ['out of service in other words', failure('Nameless', 503), new RetryableError('unavailable')],
    ['sending is paused', failure('SendingPausedException', 400), new RetryableError('unavailable')],
    ['no permission', failure('AccessDeniedException', 403), new RetryableError('unavailable')],
    [
      'no connection',
      Object.assign(new Error('x'), { code: 'ECONNREFUSED' }),
      new RetryableError('unavailable'),
    ],
    ['content rejected', failure('MessageRejected', 400), new PermanentError('content-rejected')],
    ['a bad request', failure('BadRequestException', 400), new PermanentError('refused-by-provider')],
    ['an internal failure', failure('InternalFailure', 500), new RetryableError('in-doubt')],
    ['a timeout', Object.assign(new Error('x'), { name: 'TimeoutError' }), new RetryableError('in-doubt')],
    [
      'a broken connection',
      Object.assign(new Error('x'), { code: 'ECONNRESET' }),
      new RetryableError('in-doubt'),
    ],
    ['anything else', failure('NeverHeardOf', 418), new RetryableError('in-doubt')],
  ])('is sorted when it fails: %s', async (_, error, expected) => {
    ses.on(SendEmailCommand).rejects(error)
    await expect(provider.send(email)).rejects.toEqual(expected)
  })

  it('is in doubt when the answer has no id', async () => {
    ses.on(SendEmailCommand).resolves({})
    await expect(provider.send(email)).rejects.toEqual(new RetryableError('in-doubt'))
  })
})
