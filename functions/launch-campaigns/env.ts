import * as z from 'zod/mini'
import { logLevelSchema } from '#shared/lambda/environment.ts'

export const launchCampaignsEnv = z.object({
  CAMPAIGNS_TABLE: z.string(),
  AUDIT_TABLE: z.string(),
  /** How many customers there are: nothing in it is read. */
  CUSTOMERS_TABLE: z.string(),
  LAUNCHES_QUEUE_URL: z.string(),
  LOG_LEVEL: logLevelSchema,
})
