import { type PinpointSMSVoiceV2Client, SendTextMessageCommand } from '@aws-sdk/client-pinpoint-sms-voice-v2'
import { type ProviderErrors, sortProviderError } from '#shared/adapters/provider-errors.ts'
import { PermanentError, RetryableError } from '#shared/domain/errors.ts'
import { messageKeyTags } from '#shared/domain/message/message-key.ts'
import type { ChannelProvider, OutgoingSms } from '#shared/ports/channel-provider.ts'

export interface SmsOptions {
  readonly client: PinpointSMSVoiceV2Client
  /** Sender ID, phone number or pool. */
  readonly originationIdentity: string
}

const errors: ProviderErrors = {
  throttled: ['ThrottlingException', 'ServiceQuotaExceededException'],
  unavailable: [
    'AccessDeniedException',
    'CredentialsProviderError',
    'ResourceNotFoundException',
    'ServiceUnavailable',
    'ServiceUnavailableException',
  ],
  refused: {
    ConflictException: 'refused-by-provider',
    ValidationException: 'refused-by-provider',
  },
}

/** What End User Messaging takes as time to live, in seconds. */
const SHORTEST_LIFE = 5
const LONGEST_LIFE = 259_200

const commandOf = (sms: OutgoingSms, originationIdentity: string): SendTextMessageCommand =>
  new SendTextMessageCommand({
    DestinationPhoneNumber: sms.to,
    OriginationIdentity: originationIdentity,
    MessageBody: sms.text,
    MessageType: sms.purpose === 'marketing' ? 'PROMOTIONAL' : 'TRANSACTIONAL',
    TimeToLive: Math.min(Math.max(sms.timeToLive, SHORTEST_LIFE), LONGEST_LIFE),
    Context: messageKeyTags(sms.key),
  })

/** SMS through End User Messaging. The client must not retry by itself (`maxAttempts: 1`). */
export const createSmsProvider = ({ client, originationIdentity }: SmsOptions): ChannelProvider => ({
  send: async (message) => {
    if (message.channel !== 'sms') throw new PermanentError('wrong-channel')
    const command = commandOf(message, originationIdentity)
    try {
      const { MessageId } = await client.send(command)
      if (MessageId) return { providerMessageId: MessageId }
    } catch (error) {
      throw sortProviderError(error, errors)
    }
    throw new RetryableError('in-doubt')
  },
})
