import * as z from 'zod/mini'
import { mayPostTo } from '#shared/domain/webhooks/endpoint-url.ts'
import { webhookFilterSchema } from '#shared/domain/webhooks/event-types.ts'

/** One of the bank's own systems that wants to know what becomes of messages and tasks. */
export const webhookEndpointSchema = z.strictObject({
  /** Names its secret, and stands in logs instead of the URL. */
  id: z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'small letters, digits and hyphens, at most 40')),
  url: z
    .string()
    .check(z.refine((url) => mayPostTo(url, true), 'not an https URL of another host, without credentials')),
  events: z.array(webhookFilterSchema).check(z.minLength(1)),
})
export type WebhookEndpoint = z.infer<typeof webhookEndpointSchema>

const haveOwnIds = (all: readonly WebhookEndpoint[]): boolean =>
  new Set(all.map(({ id }) => id)).size === all.length

export const webhookEndpointsSchema = z
  .array(webhookEndpointSchema)
  .check(z.maxLength(10), z.refine(haveOwnIds, 'two endpoints have the same id'))
