import * as z from 'zod/mini'
import { clockSchema, logLevelSchema } from '#shared/lambda/environment.ts'

/** Which provider carries a channel; `gateway` is the bank's own HTTPS endpoint. */
const emailProvider = z.enum(['ses', 'gateway'])
const smsProvider = z.enum(['end-user-messaging', 'gateway'])

export const deliverMessageEnv = z.object({
  CUSTOMERS_TABLE: z.string(),
  CONTACTS_TABLE: z.string(),
  CAMPAIGNS_TABLE: z.string(),
  JOURNAL_TABLE: z.string(),
  EMAIL_PROVIDER: emailProvider,
  SMS_PROVIDER: smsProvider,
  SES_FROM_ADDRESS: z.string(),
  SES_CONFIGURATION_SET: z.string(),
  SMS_ORIGINATION_IDENTITY: z.string(),
  /** HTTPS endpoint of the bank's own gateway; needed where a provider is `gateway`. */
  GATEWAY_URL: z.optional(z.string()),
  GATEWAY_SECRET_ARN: z.string(),
  /** Where links to unsubscribe lead; the token is appended as a segment of the path. */
  UNSUBSCRIBE_BASE_URL: z.string(),
  UNSUBSCRIBE_SECRET_ARN: z.string(),
  CLOCK: clockSchema,
  LOG_LEVEL: logLevelSchema,
})
