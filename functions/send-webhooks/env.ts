import * as z from 'zod/mini'
import { logLevelSchema } from '#shared/lambda/environment.ts'

export const sendWebhooksEnv = z.object({
  /** Holds the settings: where endpoints are. */
  CAMPAIGNS_TABLE: z.string(),
  /** The queue that it reads, to say when what failed shall come again. */
  WEBHOOKS_QUEUE_URL: z.string(),
  WEBHOOKS_SECRET_ARN: z.string(),
  /** `allow` only where functions run on a developer's machine: endpoints on it, without TLS. */
  LOOPBACK_ENDPOINTS: z._default(z.enum(['allow', 'refuse']), 'refuse'),
  LOG_LEVEL: logLevelSchema,
})
