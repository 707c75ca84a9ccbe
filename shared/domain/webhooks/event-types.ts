import * as z from 'zod/mini'
import { type MessageState, messageStateSchema } from '#shared/domain/message/lifecycle.ts'
import { taskStateSchema } from '#shared/domain/task/lifecycle.ts'

/** While a provider is being called nobody but us has any use for it; the step after it tells. */
const isTold = (state: MessageState): boolean => state !== 'sending'

/** Every type that a webhook may have: `message.queued`, …, `task.done`. */
export const webhookTypes: readonly string[] = [
  ...messageStateSchema.options.filter(isTold).map((state) => `message.${state}`),
  ...taskStateSchema.options.map((state) => `task.${state}`),
]

const known: ReadonlySet<string> = new Set(webhookTypes)

/** Whether there are webhooks of this type at all. */
export const isWebhookType = (type: string): boolean => known.has(type)

/** What an endpoint asks for: one type, or all of a kind. */
export const webhookFilterSchema = z.enum(['message.*', 'task.*', ...webhookTypes])

/** Whether any of an endpoint's filters asks for this type. */
export const isAskedFor = (type: string, filters: readonly string[]): boolean =>
  filters.includes(type) || filters.includes(`${type.split('.')[0]}.*`)
