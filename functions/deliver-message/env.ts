import * as z from 'zod/mini'
import { clockSchema, logLevelSchema, providersEnv } from '#shared/lambda/environment.ts'

export const deliverMessageEnv = z.object({
  CUSTOMERS_TABLE: z.string(),
  CONTACTS_TABLE: z.string(),
  CAMPAIGNS_TABLE: z.string(),
  JOURNAL_TABLE: z.string(),
  ...providersEnv,
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
