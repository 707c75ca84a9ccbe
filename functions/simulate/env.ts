import * as z from 'zod/mini'
import { logLevelSchema } from '#shared/lambda/environment.ts'

export const simulateEnv = z.object({
  CAMPAIGNS_TABLE: z.string(),
  CUSTOMERS_TABLE: z.string(),
  /** The archive of what the bank published. */
  EVENTS_BUCKET: z.string(),
  /** What its objects' names begin with, before the day. */
  EVENTS_PREFIX: z.string(),
  LOG_LEVEL: logLevelSchema,
})
