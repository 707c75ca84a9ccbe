import * as z from 'zod/mini'
import { logLevelSchema } from '#shared/lambda/environment.ts'

/**
 * `every-event`: step by step as issue 6 words it, each event has its campaigns queried and its decision kept.
 * `signals`: only those do that are a moment for somebody, which is the least the design can cost.
 */
export const decidesSchema = z.enum(['every-event', 'signals'])
export type Decides = z.infer<typeof decidesSchema>

export const usualEnv = z.object({
  IDEMPOTENCY_TABLE: z.string(),
  CUSTOMERS_TABLE: z.string(),
  CAMPAIGNS_TABLE: z.string(),
  DECISIONS_TABLE: z.string(),
  CONTACTS_TABLE: z.string(),
  SES_FROM_ADDRESS: z.string(),
  /** The bank's settings as JSON: deployed with the code, so that no request reads them. */
  SETTINGS: z.string(),
  UNSUBSCRIBE_BASE_URL: z.string(),
  /** As shared/domain/unsubscribe/keyring.ts reads it. */
  UNSUBSCRIBE_KEYRING: z.string(),
  DECIDES: decidesSchema,
  LOG_LEVEL: logLevelSchema,
})
export type UsualEnvironment = z.input<typeof usualEnv>
