import * as z from 'zod/mini'
import { clockSchema, logLevelSchema } from '#shared/lambda/environment.ts'

export const releaseDueEnv = z.object({
  JOURNAL_TABLE: z.string(),
  /** Holds the settings: who hears of overdue tasks. */
  CAMPAIGNS_TABLE: z.string(),
  EMAIL_QUEUE_URL: z.string(),
  SMS_QUEUE_URL: z.string(),
  INAPP_QUEUE_URL: z.string(),
  CLOCK: clockSchema,
  LOG_LEVEL: logLevelSchema,
})
