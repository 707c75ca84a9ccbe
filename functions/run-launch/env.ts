import * as z from 'zod/mini'
import { clockSchema, deliveryQueuesEnv, logLevelSchema } from '#shared/lambda/environment.ts'

export const runLaunchEnv = z.object({
  CUSTOMERS_TABLE: z.string(),
  CAMPAIGNS_TABLE: z.string(),
  JOURNAL_TABLE: z.string(),
  AUDIT_TABLE: z.string(),
  ...deliveryQueuesEnv,
  LAUNCHES_QUEUE_URL: z.string(),
  CLOCK: clockSchema,
  LOG_LEVEL: logLevelSchema,
})
