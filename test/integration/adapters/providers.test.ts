import { PinpointSMSVoiceV2Client } from '@aws-sdk/client-pinpoint-sms-voice-v2'
import { SESv2Client } from '@aws-sdk/client-sesv2'
import { describe, expect, it, onTestFinished } from 'vitest'
import { readFeedback } from '#functions/record-outcome/feedback.ts'
import { localClientConfig } from '#infra/local/clients.ts'
import { startProviders } from '#infra/local/providers/providers.ts'
import { createGatewayProvider } from '#shared/adapters/gateway/gateway-provider.ts'
import { createSesEmailProvider } from '#shared/adapters/ses/email-provider.ts'
import { createSmsProvider } from '#shared/adapters/sms/sms-provider.ts'
import { ProviderError } from '#shared/domain/delivery/provider-error.ts'
import type { OutgoingEmail, OutgoingSms } from '#shared/ports/channel-provider.ts'
import { temporaryDirectory } from '#test/support/local-cloud/temporary-directory.ts'

const gatewaySecret = `whsec_${Buffer.from('a secret of many bytes').toString('base64')}`
/** Longer than any tag of SES may be. */
const entry = `2026-03-10T09:00:00.000Z#message#low-balance#${'signal'.repeat(50)}`
const base = { key: { customerId: 'C:1', entry }, purpose: 'service', locale: 'cs-CZ' } as const
const email: OutgoingEmail = {
  ...base,
  ...{ channel: 'email', to: 'jana@mail.example', subject: 'Předmět', text: 't', html: '<p>t</p>' },
}
const sms: OutgoingSms = { ...base, channel: 'sms', to: '+420600000001', text: 't', timeToLive: 3_600 }

/** The providers as they speak on the wire, and our adapters as functions configure them. */
const connect = async () => {
  const heard: ReturnType<typeof readFeedback>[] = []
  const providers = await startProviders({
    dataDirectory: temporaryDirectory(),
    secrets: {},
    gatewaySecret,
    publishFeedback: async ({ source, detailType, time, detail }) => {
      const event = { source, 'detail-type': detailType, time: (time ?? new Date()).toISOString(), detail }
      heard.push(readFeedback(JSON.stringify(event)))
    },
  })
  const config = { ...localClientConfig(providers.url), maxAttempts: 1 }
  const ses = new SESv2Client(config)
  const pinpoint = new PinpointSMSVoiceV2Client(config)
  const stop = async (): Promise<void> => {
    ses.destroy()
    pinpoint.destroy()
    await providers.stop()
  }
  let stopped: Promise<void> | undefined
  const stopOnce = () => (stopped ??= stop())
  onTestFinished(stopOnce)
  const fromAddress = 'bank@bank.example'
  const gateway = createGatewayProvider({
    url: `${providers.url}/gateway`,
    secret: async () => gatewaySecret,
    now: () => new Date(),
    timeoutMs: 5_000,
  })
  const byEmail = createSesEmailProvider({ client: ses, fromAddress, configurationSet: 'set' })
  const bySms = createSmsProvider({ client: pinpoint, originationIdentity: 'BANK' })
  const calls = {
    ses: (message = email) => byEmail.send(message),
    sms: (message = sms) => bySms.send(message),
    gateway: () => gateway.send(sms),
  }
  return { providers, calls, heard, stop: stopOnce }
}

const names = ['ses', 'sms', 'gateway'] as const

describe.each(names)('%s on the wire', (name) => {
  it('takes a message', async () => {
    const { calls, providers } = await connect()
    const { providerMessageId } = await calls[name]()
    expect(providers.calls()).toMatchObject([{ id: providerMessageId, outcome: 'accepted' }])
  })

  it.each([
    ['throttle', new ProviderError('throttled')],
    ['outage', new ProviderError('unavailable')],
    ['timeout-after-accept', new ProviderError('in-doubt')],
  ] as const)('is understood when it fails: %s', async (mode, expected) => {
    const { calls, providers } = await connect()
    providers.setFaults({ mode })
    await expect(calls[name]()).rejects.toEqual(expected)
    expect(providers.calls()).toHaveLength(1)
  })
})

describe('feedback', () => {
  it.each([
    ['ses', email.to, ['sent', 'delivered']],
    ['ses', 'bounce@simulator.amazonses.com', ['sent', 'bounced']],
    ['ses', 'complaint@simulator.amazonses.com', ['sent', 'delivered', 'complained']],
    ['sms', sms.to, ['sent', 'delivered']],
    ['sms', '+420790542287', ['sent', 'bounced']],
  ] as const)('of %s about %s leads back to the message', async (name, to, fates) => {
    const { calls, heard, stop } = await connect()
    const sent = name === 'ses' ? calls.ses({ ...email, to }) : calls.sms({ ...sms, to })
    const { providerMessageId } = await sent
    await stop()
    expect(heard).toMatchObject(fates.map((fate) => ({ key: base.key, to: fate, providerMessageId })))
  })
})

describe('a refusal for good', () => {
  it('is understood', async () => {
    const { calls } = await connect()
    const refused = new ProviderError('refused')
    await expect(calls.ses({ ...email, to: 'nobody' })).rejects.toEqual(refused)
    await expect(calls.sms({ ...sms, to: 'nobody' })).rejects.toEqual(refused)
  })
})
