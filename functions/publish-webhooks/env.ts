import * as z from 'zod/mini'
import { logLevelSchema } from '#shared/lambda/environment.ts'

export const publishWebhooksEnv = z.object({
  /** Holds the settings: who wants to know what. */
  CAMPAIGNS_TABLE: z.string(),
  WEBHOOKS_QUEUE_URL: z.string(),
  LOG_LEVEL: logLevelSchema,
})
