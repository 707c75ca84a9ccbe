import { type MessageHeader, type SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2'
import { fieldOf, type ProviderErrors, sortProviderError } from '#shared/adapters/provider-errors.ts'
import { ProviderError } from '#shared/domain/delivery/provider-error.ts'
import { PermanentError } from '#shared/domain/errors.ts'
import { messageKeyTags } from '#shared/domain/message/message-key.ts'
import type { ChannelProvider, OutgoingEmail } from '#shared/ports/channel-provider.ts'

export interface SesOptions {
  readonly client: SESv2Client
  readonly fromAddress: string
  /** Sends SES's events to EventBridge; without it no feedback comes. */
  readonly configurationSet: string
}

/**
 * What SES says of an address that is none ("Missing final '@domain'", "Domain contains illegal character", "Local
 * address contains control or whitespace" …). It has no name of its own, and the text is looked at here only.
 */
const OF_AN_ADDRESS =
  /illegal address|missing (final '@)?domain|(domain|local address) (contains|starts|ends|is)/i

/** Errors of SendEmail: https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html#API_SendEmail_Errors */
const errors: ProviderErrors = {
  kinds: {
    TooManyRequestsException: 'throttled',
    LimitExceededException: 'throttled',
    ThrottlingException: 'throttled',
    Throttling: 'throttled',
    ServiceUnavailable: 'unavailable',
    ServiceUnavailableException: 'unavailable',
    CredentialsProviderError: 'unavailable',
    AccessDeniedException: 'account-paused',
    AccountSuspendedException: 'account-paused',
    MailFromDomainNotVerifiedException: 'account-paused',
    // The configuration set or the identity is gone.
    NotFoundException: 'account-paused',
    SendingPausedException: 'account-paused',
    MessageRejected: 'content-rejected',
    BadRequestException: 'refused',
  },
  finer: (error, name) =>
    name === 'BadRequestException' && OF_AN_ADDRESS.test(String(fieldOf(error, 'message')))
      ? 'address-invalid'
      : undefined,
}

const unsubscribeHeaders = (url: string): MessageHeader[] => [
  { Name: 'List-Unsubscribe', Value: `<${url}>` },
  { Name: 'List-Unsubscribe-Post', Value: 'List-Unsubscribe=One-Click' },
]

const utf8 = (text: string) => ({ Data: text, Charset: 'UTF-8' })

const commandOf = (email: OutgoingEmail, { fromAddress, configurationSet }: SesOptions): SendEmailCommand =>
  new SendEmailCommand({
    FromEmailAddress: fromAddress,
    Destination: { ToAddresses: [email.to] },
    ConfigurationSetName: configurationSet,
    EmailTags: Object.entries(messageKeyTags(email.key)).map(([Name, Value]) => ({ Name, Value })),
    Content: {
      Simple: {
        Subject: utf8(email.subject),
        Body: { Text: utf8(email.text), ...(email.html ? { Html: utf8(email.html) } : {}) },
        ...(email.unsubscribeUrl ? { Headers: unsubscribeHeaders(email.unsubscribeUrl) } : {}),
      },
    },
  })

/** Email through SES v2. The client must not retry by itself (`maxAttempts: 1`): the lifecycle decides on that. */
export const createSesEmailProvider = (options: SesOptions): ChannelProvider => ({
  send: async (message) => {
    if (message.channel !== 'email') throw new PermanentError('wrong-channel')
    const command = commandOf(message, options)
    try {
      const { MessageId } = await options.client.send(command)
      if (MessageId) return { providerMessageId: MessageId }
    } catch (error) {
      throw sortProviderError(error, errors)
    }
    throw new ProviderError('in-doubt')
  },
})
