import * as z from 'zod/mini'
import { conditionSchema } from '#shared/domain/campaign/condition.ts'
import { hasKey, shapeByKey } from '#shared/domain/campaign/shape-by-key.ts'
import { scheduleSchema } from '#shared/domain/schedule/schedule.ts'
import { channelSchema, momentSchema, purposeSchema, type SignalType } from '#shared/domain/vocabulary.ts'

const text = z.string().check(z.minLength(1), z.maxLength(20_000))
const name = z.string().check(z.minLength(1), z.maxLength(200))
const identifier = z.string().check(z.regex(/^[a-z][a-z0-9-]{2,63}$/))
/** What begins with `system-` are messages of the engine's own (shared/domain/message/system-message.ts). */
const campaignId = z.string().check(z.regex(/^(?!system-)[a-z][a-z0-9-]{2,63}$/))
const positiveHours = z.int().check(z.minimum(1), z.maximum(24 * 90))
const instant = z.iso.datetime({ offset: true })

/** Liquid templates of one language, per channel. */
export const templatesSchema = z.strictObject({
  email: z.optional(z.strictObject({ subject: text, text, html: z.optional(text) })),
  sms: z.optional(z.strictObject({ text })),
  inapp: z.optional(z.strictObject({ title: text, text })),
})
export type Templates = z.infer<typeof templatesSchema>

/** Per language (BCP 47). */
const messagesSchema = z.record(z.string(), templatesSchema)
const perLanguage = z.record(z.string(), text)

const signalTriggerSchema = z.strictObject({
  type: momentSchema,
  /** Which of these signals: what does not hold is no candidate at all. Asks about `signal.` and `card.` fields. */
  where: z.optional(conditionSchema),
})
const signalsSchema = z.strictObject({ signals: z.array(signalTriggerSchema).check(z.minLength(1)) })
const scheduledSchema = z.strictObject({ schedule: scheduleSchema })
const triggerSchema = shapeByKey<z.infer<typeof signalsSchema> | z.infer<typeof scheduledSchema>>(
  (given) => (hasKey(given, 'schedule') ? scheduledSchema : signalsSchema),
  () => [signalsSchema, scheduledSchema],
)

/** What is offered. Risk counts for investments: R1 to R5; of several ratings the highest (RULES 10). */
const productSchema = z.strictObject({
  code: name,
  kind: z.enum(['deposit', 'credit', 'investment', 'insurance', 'card', 'payment', 'other']),
  risk: z.optional(z.array(z.int().check(z.minimum(1), z.maximum(5))).check(z.minLength(1))),
})

/** An exception from a rule, and who answers for it: never the campaign's author. */
const flagSchema = z.optional(z.strictObject({ approvedBy: name }))
const flagsSchema = z.strictObject({
  /** Marketing that vulnerable customers may get (RULES 8). */
  vulnerable: flagSchema,
  /** Credit whose purpose is to help a customer in distress (RULES 11). */
  distressHelp: flagSchema,
  /** A notice the law demands: no cap and no quiet hours (RULES 14). */
  mandatoryNotice: flagSchema,
})

const adjustmentSchema = z.strictObject({
  when: conditionSchema,
  times: z.number().check(z.minimum(0), z.maximum(100)),
})

/** Work for a relationship manager: `instead` of the message or `beside` it, where `when` holds. */
const taskSchema = z.strictObject({
  mode: z.enum(['instead', 'beside']),
  when: z.optional(conditionSchema),
  dueWithinHours: positiveHours,
  /** As the manager reads it. */
  title: perLanguage,
  /** Why this customer, why now, what to keep in mind. */
  reason: z.optional(perLanguage),
})

const variantSchema = z.strictObject({
  id: z.string().check(z.regex(/^[a-z0-9-]{1,16}$/)),
  /** Share of the customers, as a part of the sum of weights. */
  weight: z.int().check(z.minimum(1), z.maximum(1000)),
  /** What differs from the campaign's messages; a language or channel left out is as there. */
  messages: z._default(messagesSchema, {}),
})

/**
 * One version of a campaign as it stands in the campaigns table. This is the shape; what must hold between its parts
 * (field types, impossible conditions, the rules of a bank) says shared/domain/campaign/check-campaign.ts when it is
 * written.
 */
export const campaignSchema = z.strictObject({
  schema: z.literal(2),
  id: campaignId,
  version: z.int().check(z.minimum(1)),
  name,
  status: z.enum(['live', 'paused', 'ended']),
  /** Why the engine paused it by itself (RULES 5); only in the live item, which a newer approved version replaces. */
  pausedBecause: z.optional(z.enum(['paused-complaints'])),
  /** Versions up to this one were paused or ended when another took their place; only in the live item (withdrawn.ts). */
  withdrawnUpTo: z.optional(z.int().check(z.minimum(1))),
  purpose: purposeSchema,
  trigger: triggerSchema,
  validFrom: z.optional(instant),
  validUntil: z.optional(instant),
  /** Share of customers that never get it, so that its effect can be measured: 0 to 0.5. */
  holdout: z._default(z.number().check(z.minimum(0), z.maximum(0.5)), 0),
  audience: z.optional(conditionSchema),
  product: z.optional(productSchema),
  /** The content offers something: a product, a rate, a link marked as an offer. Makes it marketing (RULES 1). */
  offer: z._default(z.boolean(), false),
  flags: z._default(flagsSchema, {}),
  /** Of campaigns on one topic, at most one speaks about a signal. A topic of its own where none is named. */
  topic: z.optional(identifier),
  /** The priority class: a higher one goes before any score. */
  priority: z._default(z.int().check(z.minimum(-1000), z.maximum(1000)), 0),
  /** What a taken offer is worth to the bank, in units of its own choice, the same for all campaigns. */
  expectedValue: z._default(z.number().check(z.minimum(0), z.maximum(1e9)), 1),
  /** How likely a customer takes it up: a base rate, times what is known of this customer. */
  propensity: z._default(
    z.strictObject({
      base: z.number().check(z.minimum(0), z.maximum(1)),
      adjust: z._default(z.array(adjustmentSchema), []),
    }),
    { base: 1, adjust: [] },
  ),
  /** How well this moment suits. */
  context: z._default(z.array(adjustmentSchema), []),
  /** The campaign's own cap: whole days between two of its messages to one customer. */
  minDaysBetween: z.optional(z.int().check(z.minimum(1), z.maximum(90))),
  /**
   * What it wants to bring about: a customer takes one of these products within so many days after a message
   * (docs/adr/0016). Without a goal no conversion is counted for it.
   */
  goal: z.optional(
    z.strictObject({
      products: z.array(name).check(z.minLength(1), z.maxLength(20)),
      withinDays: z.int().check(z.minimum(1), z.maximum(90)),
    }),
  ),
  /** How long after the signal the message is still true; later it expires. */
  expiresAfterHours: positiveHours,
  /** In order of preference; none where the campaign only makes tasks. */
  channels: z._default(z.array(channelSchema), []),
  task: z.optional(taskSchema),
  variants: z._default(z.array(variantSchema), []),
  /** `en` is the last fallback and must be there, where there are channels. */
  messages: z._default(messagesSchema, {}),
  createdBy: name,
  approvedBy: name,
})
export type Campaign = z.infer<typeof campaignSchema>
export type CampaignTask = z.infer<typeof taskSchema>
export type Adjustment = z.infer<typeof adjustmentSchema>

/** Whether the campaign only makes tasks: nothing of it is ever sent. */
export const isTaskOnly = ({ task }: Pick<Campaign, 'task'>): boolean =>
  task?.mode === 'instead' && task.when === undefined

/** The signals that trigger it; `Scheduled` for a campaign with a schedule. */
export const signalTypesOf = ({ trigger }: Pick<Campaign, 'trigger'>): readonly SignalType[] =>
  'signals' in trigger ? trigger.signals.map(({ type }) => type) : ['Scheduled']
