import { PinpointSMSVoiceV2Client } from '@aws-sdk/client-pinpoint-sms-voice-v2'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SESv2Client } from '@aws-sdk/client-sesv2'
import { createGatewayProvider } from '#shared/adapters/gateway/gateway-provider.ts'
import { createSecret } from '#shared/adapters/secrets/secret.ts'
import { createSesEmailProvider } from '#shared/adapters/ses/email-provider.ts'
import { createSmsProvider } from '#shared/adapters/sms/sms-provider.ts'
import type { ChannelProvider } from '#shared/ports/channel-provider.ts'

/** For one whole exchange with a provider, in milliseconds: it fits into what deliver-message keeps for the last call. */
const SEND_TIMEOUT_MS = 6_000

/** One attempt a call, because a repetition after an unclear answer is the lifecycle's decision. */
const once = {
  maxAttempts: 1,
  requestHandler: {
    connectionTimeout: 3_000,
    requestTimeout: SEND_TIMEOUT_MS,
    throwOnRequestTimeout: true,
  },
}

/** The environment of a function that sends (shared/lambda/environment.ts). */
export interface ProvidersEnvironment {
  readonly EMAIL_PROVIDER: 'ses' | 'gateway'
  readonly SMS_PROVIDER: 'end-user-messaging' | 'gateway'
  readonly SES_FROM_ADDRESS: string
  readonly SES_CONFIGURATION_SET: string
  readonly SMS_ORIGINATION_IDENTITY: string
  readonly GATEWAY_URL?: string | undefined
  readonly GATEWAY_SECRET_ARN: string
}

const gateway = (url: string | undefined, secretArn: string): ChannelProvider => {
  if (url === undefined)
    throw new Error('environment is not usable: GATEWAY_URL: needed by a chosen provider')
  return createGatewayProvider({
    url,
    secret: createSecret(new SecretsManagerClient(), secretArn),
    now: () => new Date(),
    timeoutMs: SEND_TIMEOUT_MS,
  })
}

/**
 * Who carries each channel, as the environment says.
 * @throws Error when the gateway is chosen and has no address
 */
export const createProviders = (env: ProvidersEnvironment) => ({
  email:
    env.EMAIL_PROVIDER === 'gateway'
      ? gateway(env.GATEWAY_URL, env.GATEWAY_SECRET_ARN)
      : createSesEmailProvider({
          client: new SESv2Client(once),
          fromAddress: env.SES_FROM_ADDRESS,
          configurationSet: env.SES_CONFIGURATION_SET,
        }),
  sms:
    env.SMS_PROVIDER === 'gateway'
      ? gateway(env.GATEWAY_URL, env.GATEWAY_SECRET_ARN)
      : createSmsProvider({
          client: new PinpointSMSVoiceV2Client(once),
          originationIdentity: env.SMS_ORIGINATION_IDENTITY,
        }),
})
