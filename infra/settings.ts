import type { Node } from 'constructs'
import * as z from 'zod/mini'
import { deliverMessageEnv } from '#functions/deliver-message/env.ts'

/**
 * What differs from bank to bank, as CDK context: `cdk.json` holds the defaults, `-c key=value` changes one.
 *
 * | key | what it is |
 * |---|---|
 * | senderAddress | From address of emails; it or its domain must be a verified SES identity of the account |
 * | smsOriginationIdentity | id of a pool (`pool-…`) or number (`phone-…`), or the ARN of any origination identity |
 * | emailProvider | `ses`, or `gateway` where the region has no SES |
 * | smsProvider | `end-user-messaging`, or `gateway` |
 * | emailConcurrency | batches of emails under way at once, for service and for marketing each; 2 to 1000 |
 * | smsConcurrency | the same for SMS |
 * | emailTracking | `on`: SES counts opens (by a picture) and clicks (by links of its own); ask who protects your customers' data |
 * | gatewayUrl | HTTPS endpoint of the bank's own gateway; needed where a provider is `gateway` |
 */
/** What Lambda takes as the maximum concurrency of an event source. On the command line it is text. */
const concurrency = z.coerce.number().check(z.int(), z.minimum(2), z.maximum(1000))

const bankSettingsSchema = z
  .object({
    senderAddress: z.email(),
    smsOriginationIdentity: z.string().check(z.regex(/^(pool-|phone-|arn:)/, 'a pool-…, phone-… or ARN')),
    emailProvider: deliverMessageEnv.shape.EMAIL_PROVIDER,
    smsProvider: deliverMessageEnv.shape.SMS_PROVIDER,
    emailConcurrency: concurrency,
    smsConcurrency: concurrency,
    emailTracking: z._default(z.enum(['on', 'off']), 'off'),
    gatewayUrl: z.optional(z.url({ protocol: /^https$/ })),
  })
  .check(
    z.refine(
      (s) => s.gatewayUrl !== undefined || (s.emailProvider !== 'gateway' && s.smsProvider !== 'gateway'),
      'a provider is `gateway`, so gatewayUrl is needed',
    ),
  )

export type BankSettings = z.infer<typeof bankSettingsSchema>

const keys = [
  'senderAddress',
  'smsOriginationIdentity',
  'emailProvider',
  'smsProvider',
  'emailConcurrency',
  'smsConcurrency',
  'emailTracking',
  'gatewayUrl',
] as const

/** @throws Error naming each context key that is missing or wrong. */
export const bankSettings = (node: Node): BankSettings => {
  const context = Object.fromEntries(keys.map((key) => [key, node.tryGetContext(key)]))
  const parsed = z.safeParse(bankSettingsSchema, context)
  if (parsed.success) return parsed.data
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new Error(`CDK context is not usable: ${wrong.join('; ')}`)
}
