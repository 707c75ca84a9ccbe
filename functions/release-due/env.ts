import * as z from 'zod/mini'
import { clockSchema, deliveryQueuesEnv, logLevelSchema } from '#shared/lambda/environment.ts'

export const releaseDueEnv = z.object({
  JOURNAL_TABLE: z.string(),
  /** Holds the settings: who hears of overdue tasks. */
  CAMPAIGNS_TABLE: z.string(),
  ...deliveryQueuesEnv,
  CLOCK: clockSchema,
  LOG_LEVEL: logLevelSchema,
})
