import * as z from 'zod/mini'
import { logLevelSchema, sendingEnv } from '#shared/lambda/environment.ts'

export const apiEnv = z.object({
  CAMPAIGNS_TABLE: z.string(),
  CUSTOMERS_TABLE: z.string(),
  CONTACTS_TABLE: z.string(),
  JOURNAL_TABLE: z.string(),
  AUDIT_TABLE: z.string(),
  /** Of test messages to whoever asks for one. */
  ...sendingEnv,
  SIMULATIONS_QUEUE_URL: z.string(),
  /** Of exact counts of whom a campaign reaches. */
  LAUNCHES_QUEUE_URL: z.string(),
  LOG_LEVEL: logLevelSchema,
})
