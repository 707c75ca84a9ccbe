import * as z from 'zod/mini'
import { clockSchema, deliveryQueuesEnv, logLevelSchema } from '#shared/lambda/environment.ts'

export const reactToEventsEnv = z.object({
  CUSTOMERS_TABLE: z.string(),
  CONTACTS_TABLE: z.string(),
  CAMPAIGNS_TABLE: z.string(),
  JOURNAL_TABLE: z.string(),
  PARKED_TABLE: z.string(),
  ...deliveryQueuesEnv,
  CONVERSIONS_QUEUE_URL: z.string(),
  CLOCK: clockSchema,
  LOG_LEVEL: logLevelSchema,
})
