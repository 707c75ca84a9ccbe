import * as z from 'zod/mini'
import { logLevelSchema } from '#shared/lambda/environment.ts'

export const sweepCalendarEnv = z.object({
  CUSTOMERS_TABLE: z.string(),
  CAMPAIGNS_TABLE: z.string(),
  CALENDAR_QUEUE_URL: z.string(),
  LOG_LEVEL: logLevelSchema,
})
