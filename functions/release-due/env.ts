import * as z from 'zod/mini'
import { clockSchema, deliveryQueuesEnv, logLevelSchema, providersEnv } from '#shared/lambda/environment.ts'

export const releaseDueEnv = z.object({
  JOURNAL_TABLE: z.string(),
  /** Holds the settings: who hears of overdue tasks. */
  CAMPAIGNS_TABLE: z.string(),
  ...deliveryQueuesEnv,
  /** Our own gateway does not say what became of a message. */
  ...providersEnv,
  CLOCK: clockSchema,
  LOG_LEVEL: logLevelSchema,
})
