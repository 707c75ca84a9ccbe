import * as z from 'zod/mini'
import { logLevelSchema } from '#shared/lambda/environment.ts'

export const attributeConversionEnv = z.object({
  JOURNAL_TABLE: z.string(),
  CAMPAIGNS_TABLE: z.string(),
  LOG_LEVEL: logLevelSchema,
})
