import * as z from 'zod/mini'
import { logLevelSchema } from '#shared/lambda/environment.ts'

export const unsubscribeEnv = z.object({
  CUSTOMERS_TABLE: z.string(),
  AUDIT_TABLE: z.string(),
  CAMPAIGNS_TABLE: z.string(),
  UNSUBSCRIBE_SECRET_ARN: z.string(),
  LOG_LEVEL: logLevelSchema,
})
