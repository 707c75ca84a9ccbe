import * as z from 'zod/mini'
import { clockSchema, logLevelSchema } from '#shared/lambda/environment.ts'

export const recordOutcomeEnv = z.object({
  JOURNAL_TABLE: z.string(),
  CUSTOMERS_TABLE: z.string(),
  CAMPAIGNS_TABLE: z.string(),
  AUDIT_TABLE: z.string(),
  CLOCK: clockSchema,
  LOG_LEVEL: logLevelSchema,
})
