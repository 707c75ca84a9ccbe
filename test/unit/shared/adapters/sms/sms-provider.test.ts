import {
  PinpointSMSVoiceV2Client,
  PinpointSMSVoiceV2ServiceException,
  SendTextMessageCommand,
} from '@aws-sdk/client-pinpoint-sms-voice-v2'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, it } from 'vitest'
import { createSmsProvider } from '#shared/adapters/sms/sms-provider.ts'
import { ProviderError } from '#shared/domain/delivery/provider-error.ts'
import { messageKeyOfTags } from '#shared/domain/message/message-key.ts'
import type { OutgoingSms } from '#shared/ports/channel-provider.ts'

const api = mockClient(PinpointSMSVoiceV2Client)
const provider = createSmsProvider({
  client: new PinpointSMSVoiceV2Client({}),
  originationIdentity: 'BANK',
})

const sms: OutgoingSms = {
  channel: 'sms',
  key: { customerId: 'C1', entry: '2026-03-10T09:00:00.000Z#message#low-balance#s' },
  purpose: 'service',
  locale: 'en',
  to: '+420600000001',
  text: 'text',
  timeToLive: 3_600,
}

const sentInput = () => api.commandCalls(SendTextMessageCommand)[0]?.args[0].input

const failure = (name: string, httpStatusCode: number) =>
  new PinpointSMSVoiceV2ServiceException({
    name,
    $fault: 'client',
    $metadata: { httpStatusCode },
    message: 'x',
  })

const conflict = (Reason: string) => Object.assign(failure('ConflictException', 409), { Reason })

const invalid = (fields: object) => Object.assign(failure('ValidationException', 400), fields)

beforeEach(() => {
  api.reset()
  api.on(SendTextMessageCommand).resolves({ MessageId: 'sms-1' })
})

describe('SMS through End User Messaging', () => {
  it('is sent with the way back to the journal', async () => {
    expect(await provider.send(sms)).toEqual({ providerMessageId: 'sms-1' })
    expect(sentInput()).toMatchObject({
      DestinationPhoneNumber: '+420600000001',
      OriginationIdentity: 'BANK',
      MessageBody: 'text',
      MessageType: 'TRANSACTIONAL',
      TimeToLive: 3_600,
    })
    expect(messageKeyOfTags(sentInput()?.Context ?? {})).toEqual(sms.key)
  })

  it('is promotional as marketing', async () => {
    await provider.send({ ...sms, purpose: 'marketing' })
    expect(sentInput()?.MessageType).toBe('PROMOTIONAL')
  })

  it.each([
    [1, 5],
    [1_000_000, 259_200],
  ])('lives as long as the service takes: %i becomes %i', async (timeToLive, expected) => {
    await provider.send({ ...sms, timeToLive })
    expect(sentInput()?.TimeToLive).toBe(expected)
  })

  it.each([
    ['asked too often', failure('ThrottlingException', 429), 'throttled'],
    ['over the spending limit', failure('ServiceQuotaExceededException', 402), 'account-paused'],
    ['no permission', failure('AccessDeniedException', 403), 'account-paused'],
    ['an unknown sender', failure('ResourceNotFoundException', 404), 'account-paused'],
    ['a pool without numbers', conflict('NO_ORIGINATION_IDENTITIES_FOUND'), 'account-paused'],
    ['an opted-out number', conflict('DESTINATION_PHONE_NUMBER_OPTED_OUT'), 'address-invalid'],
    ['another conflict', failure('ConflictException', 409), 'refused'],
    ['a country nobody sends to', invalid({ Reason: 'DESTINATION_COUNTRY_BLOCKED' }), 'address-invalid'],
    [
      'a number that is none',
      invalid({
        Reason: 'FIELD_VALIDATION_FAILED',
        Fields: [{ Name: 'DestinationPhoneNumber', Message: 'x' }],
      }),
      'address-invalid',
    ],
    [
      'another field',
      invalid({ Reason: 'FIELD_VALIDATION_FAILED', Fields: [{ Name: 'MessageBody', Message: 'x' }] }),
      'refused',
    ],
    ['a text that is too long', invalid({ Reason: 'MAXIMUM_SIZE_EXCEEDED' }), 'content-rejected'],
    ['something else that is not valid', failure('ValidationException', 400), 'refused'],
    ['an internal failure', failure('InternalServerException', 500), 'in-doubt'],
  ] as const)('is sorted when it fails: %s', async (_, error, kind) => {
    api.on(SendTextMessageCommand).rejects(error)
    await expect(provider.send(sms)).rejects.toEqual(new ProviderError(kind))
  })
})
