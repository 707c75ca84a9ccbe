import * as z from 'zod/mini'
import type { DeliveryQueue } from '#shared/domain/delivery/delivery-queue.ts'

/** Names a function's environment must not get from the outside, because two readings of them would differ. */
export const logLevelSchema = z._default(z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR']), 'INFO')

/**
 * Where a function's time comes from. `wall` always, but in a replay of recorded events, where `event` lets each
 * decision be taken at the time of the event that led to it.
 */
export const clockSchema = z._default(z.enum(['wall', 'event']), 'wall')

/** Which provider carries a channel; `gateway` is the bank's own HTTPS endpoint. */
export const providersEnv = {
  EMAIL_PROVIDER: z.enum(['ses', 'gateway']),
  SMS_PROVIDER: z.enum(['end-user-messaging', 'gateway']),
}

/** Variables of a function that sends through them (shared/adapters/channel-providers.ts). */
export const sendingEnv = {
  ...providersEnv,
  SES_FROM_ADDRESS: z.string(),
  SES_CONFIGURATION_SET: z.string(),
  SMS_ORIGINATION_IDENTITY: z.string(),
  /** HTTPS endpoint of the bank's own gateway; needed where a provider is `gateway`. */
  GATEWAY_URL: z.optional(z.string()),
  GATEWAY_SECRET_ARN: z.string(),
}

/** Variables of a function that puts messages on their queues. */
export const deliveryQueuesEnv = {
  EMAIL_SERVICE_QUEUE_URL: z.string(),
  EMAIL_MARKETING_QUEUE_URL: z.string(),
  SMS_SERVICE_QUEUE_URL: z.string(),
  SMS_MARKETING_QUEUE_URL: z.string(),
  INAPP_QUEUE_URL: z.string(),
}

/** The queues' URLs by name. */
export const deliveryQueueUrls = (
  env: Readonly<Record<keyof typeof deliveryQueuesEnv, string>>,
): Record<DeliveryQueue, string> => ({
  emailService: env.EMAIL_SERVICE_QUEUE_URL,
  emailMarketing: env.EMAIL_MARKETING_QUEUE_URL,
  smsService: env.SMS_SERVICE_QUEUE_URL,
  smsMarketing: env.SMS_MARKETING_QUEUE_URL,
  inapp: env.INAPP_QUEUE_URL,
})

/**
 * Reads a function's environment once, at start.
 * @throws Error naming every variable that is missing or wrong, never its value.
 */
export const parseEnvironment = <T extends z.core.$ZodType>(
  schema: T,
  environment: Readonly<Record<string, string | undefined>>,
): z.output<T> => {
  const parsed = z.safeParse(schema, environment)
  if (parsed.success) return parsed.data
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new Error(`environment is not usable: ${wrong.join('; ')}`)
}
