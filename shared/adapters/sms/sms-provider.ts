import { type PinpointSMSVoiceV2Client, SendTextMessageCommand } from '@aws-sdk/client-pinpoint-sms-voice-v2'
import { fieldOf, type ProviderErrors, sortProviderError } from '#shared/adapters/provider-errors.ts'
import { ProviderError } from '#shared/domain/delivery/provider-error.ts'
import { PermanentError } from '#shared/domain/errors.ts'
import { messageKeyTags } from '#shared/domain/message/message-key.ts'
import type { ChannelProvider, OutgoingSms } from '#shared/ports/channel-provider.ts'

export interface SmsOptions {
  readonly client: PinpointSMSVoiceV2Client
  /** Sender ID, phone number or pool. */
  readonly originationIdentity: string
}

/** `Reason` of a ConflictException or ValidationException that lies with the number. */
const OF_THE_NUMBER: ReadonlySet<unknown> = new Set([
  'COUNTRY_CODE_MISMATCH',
  'COUNTRY_NOT_ENABLED',
  'DESTINATION_COUNTRY_BLOCKED',
  'DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION',
  'DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE',
  'DESTINATION_PHONE_NUMBER_NOT_VERIFIED',
  'DESTINATION_PHONE_NUMBER_OPTED_OUT',
  'INTERNATIONAL_SENDING_NOT_SUPPORTED',
  'INVALID_IDENTITY_FOR_DESTINATION_COUNTRY',
])

/** `Reason`s that lie with the installation: nothing goes out before a person has done something. */
const OF_THE_INSTALLATION: ReadonlySet<unknown> = new Set([
  'INVALID_ARN',
  'NO_ORIGINATION_IDENTITIES_FOUND',
  'NUMBER_CAPABILITIES_MISMATCH',
  'REGISTRATION_NOT_COMPLETE',
  'RESOURCE_NOT_ACCESSIBLE',
  'RESOURCE_NOT_ACTIVE',
  'SENDER_ID_NOT_REGISTERED',
  'SENDER_ID_REQUIRES_REGISTRATION',
])

const NUMBER_FIELD = 'DestinationPhoneNumber'

const namesTheNumber = (fields: unknown): boolean =>
  Array.isArray(fields) && fields.some((field) => fieldOf(field, 'Name') === NUMBER_FIELD)

/** Errors of SendTextMessage: https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_SendTextMessage.html */
const errors: ProviderErrors = {
  kinds: {
    ThrottlingException: 'throttled',
    ServiceUnavailable: 'unavailable',
    ServiceUnavailableException: 'unavailable',
    CredentialsProviderError: 'unavailable',
    AccessDeniedException: 'account-paused',
    // The pool, number or sender id is gone.
    ResourceNotFoundException: 'account-paused',
    // Of sending: the spending limit of the month, or the messages that a tier may send a day.
    ServiceQuotaExceededException: 'account-paused',
    ConflictException: 'refused',
    ValidationException: 'refused',
  },
  finer: (error, name) => {
    if (name !== 'ConflictException' && name !== 'ValidationException') return undefined
    const reason = fieldOf(error, 'Reason')
    if (OF_THE_NUMBER.has(reason) || namesTheNumber(fieldOf(error, 'Fields'))) return 'address-invalid'
    if (OF_THE_INSTALLATION.has(reason)) return 'account-paused'
    return reason === 'MAXIMUM_SIZE_EXCEEDED' ? 'content-rejected' : undefined
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
    throw new ProviderError('in-doubt')
  },
})
