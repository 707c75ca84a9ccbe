import * as z from 'zod/mini'
import { conditionSchema } from '#shared/domain/campaign/condition.ts'
import { channelSchema, purposeSchema, signalTypeSchema } from '#shared/domain/vocabulary.ts'

const text = z.string().check(z.minLength(1), z.maxLength(20_000))
const positiveHours = z.int().check(z.minimum(1), z.maximum(24 * 90))

/** Liquid templates of one language, per channel. */
export const templatesSchema = z.strictObject({
  email: z.optional(z.strictObject({ subject: text, text, html: z.optional(text) })),
  sms: z.optional(z.strictObject({ text })),
  inapp: z.optional(z.strictObject({ title: text, text })),
})
export type Templates = z.infer<typeof templatesSchema>

/** Instead of a message, a task for the relationship manager, where `when` holds (RULES 13). */
export const handOverSchema = z.strictObject({
  when: conditionSchema,
  dueWithinHours: positiveHours,
  /** Per language (BCP 47), as the manager reads it. */
  title: z.record(z.string(), text),
})

/** One version of a campaign as it stands in the campaigns table. */
export const campaignSchema = z.strictObject({
  id: z.string().check(z.regex(/^[a-z][a-z0-9-]{2,63}$/)),
  version: z.int().check(z.minimum(1)),
  name: text,
  status: z.enum(['live', 'paused', 'ended']),
  purpose: purposeSchema,
  signals: z.array(signalTypeSchema).check(z.minLength(1)),
  validFrom: z.optional(z.iso.datetime({ offset: true })),
  validUntil: z.optional(z.iso.datetime({ offset: true })),
  /** Share of customers that never get it, so that its effect can be measured: 0 to 0.5. */
  holdout: z._default(z.number().check(z.minimum(0), z.maximum(0.5)), 0),
  audience: z.optional(conditionSchema),
  /** Whether a customer marked vulnerable may get it (RULES 8). */
  approvedForVulnerable: z._default(z.boolean(), false),
  /** Higher goes first. */
  priority: z._default(z.int(), 0),
  /** How long after the signal the message is still true; later it expires. */
  expiresAfterHours: positiveHours,
  /** In order of preference. */
  channels: z.array(channelSchema).check(z.minLength(1)),
  handOver: z.optional(handOverSchema),
  /** Templates per language (BCP 47); `en` is the last fallback and must be there. */
  messages: z.record(z.string(), templatesSchema),
  createdBy: z.string(),
  approvedBy: z.string(),
})
export type Campaign = z.infer<typeof campaignSchema>
