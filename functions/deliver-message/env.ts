import * as z from 'zod/mini'
import { clockSchema, logLevelSchema, sendingEnv } from '#shared/lambda/environment.ts'

export const deliverMessageEnv = z.object({
  CUSTOMERS_TABLE: z.string(),
  CONTACTS_TABLE: z.string(),
  CAMPAIGNS_TABLE: z.string(),
  JOURNAL_TABLE: z.string(),
  ...sendingEnv,
  /** Where links to unsubscribe lead; the token is appended as a segment of the path. */
  UNSUBSCRIBE_BASE_URL: z.string(),
  UNSUBSCRIBE_SECRET_ARN: z.string(),
  CLOCK: clockSchema,
  LOG_LEVEL: logLevelSchema,
})
