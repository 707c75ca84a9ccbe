import * as z from 'zod/mini'
import { priceSheetSchema } from '#shared/domain/simulation/price-sheet.ts'
import { channelSchema } from '#shared/domain/vocabulary.ts'

const count = z.int().check(z.minimum(0))
const counts = z.record(z.string(), count)

/** One step of a campaign's way, and how many of its moments fell there. */
const funnelStepSchema = z.object({
  /** A gate of the engine, `arbitration`, or `delivery`. */
  step: z.string(),
  /** Why, a stable code: a reason of a gate, `outranked`, or why a message did not go out. */
  code: z.string(),
  fell: count,
  /** How many were left after it. */
  left: count,
})

const campaignReportSchema = z.object({
  /** `id@version` */
  campaign: z.string(),
  role: z.enum(['draft', 'live']),
  /** Moments for which it was a candidate. */
  considered: count,
  /** In the order of the gates; steps at which nobody fell are left out. */
  funnel: z.array(funnelStepSchema),
  won: count,
  tasks: count,
  /** Messages by the state in which they were at the end. */
  states: counts,
  channels: counts,
  variants: counts,
  /** Different customers who got a message. */
  recipients: count,
  /** Some of them, by their ids: the same every time. */
  sample: z.array(z.string()),
})
export type CampaignReport = z.infer<typeof campaignReportSchema>

/** How often one campaign stood in another one's way. */
const conflictSchema = z.object({
  /**
   * `outranks`: both wanted to speak about one moment, and only one of them may. `takes-place`: it fell at a cap that
   * the other one's message was the last to count for.
   */
  kind: z.enum(['outranks', 'takes-place']),
  /** The campaign that spoke, `id@version`. */
  by: z.string(),
  /** The one that did not. */
  of: z.string(),
  times: count,
})
export type Conflict = z.infer<typeof conflictSchema>

const channelCostSchema = z.object({
  channel: channelSchema,
  messages: count,
  /** What is billed: of SMS the parts that a text is sent as. */
  units: count,
  /** In the price sheet's currency. */
  cost: z.number(),
})
export type ChannelCost = z.infer<typeof channelCostSchema>

/** What came of the whole of it. */
const totalsSchema = z.object({
  decisions: count,
  /** Messages that went out. */
  messages: count,
  tasks: count,
  recipients: count,
  /** Messages by the state in which they were at the end. */
  states: counts,
  /** Of what went out. */
  channels: counts,
  languages: counts,
  /** 24 numbers, by the hour that the customer's clock showed. */
  hours: z.array(count),
  /** By the customer's date. */
  days: counts,
  cost: z.object({ channels: z.array(channelCostSchema), total: z.number() }),
})
export type SimulationTotals = z.infer<typeof totalsSchema>

/** What a simulation cannot know; each code is explained in docs/adr/0025-simulation.md. */
export const approximationSchema = z.enum([
  /** Nobody was known before the first entry. */
  'empty-start',
  /** Customers are taken as they are now, without what has happened since. */
  'present-profiles',
  /** A launch reached those whom the entries are about, and nobody else. */
  'launch-known-only',
  /** What was counted stands for a part of the customers. */
  'sampled',
  /** Drafts were played without their own dates. */
  'drafts-without-dates',
  /** No message bounced, nobody answered, unsubscribed or complained, and every provider took everything. */
  'no-outcomes',
])
export type Approximation = z.infer<typeof approximationSchema>

/** What recorded events would have led to. Numbers are of what was played; with a share below 1, of the sample. */
export const simulationReportSchema = z.object({
  schema: z.literal(1),
  /** The first and the last moment of what happened; none where nothing did. */
  period: z.optional(z.object({ from: z.string(), to: z.string() })),
  entries: z.object({ read: count, played: count, events: count, refused: count, failed: count }),
  share: z.number(),
  customers: count,
  occurrences: count,
  totals: totalsSchema,
  campaigns: z.array(campaignReportSchema),
  /** Between a draft and another campaign, the most frequent first. */
  conflicts: z.array(conflictSchema),
  /** What the drafts change: the same entries without them. Only where there are drafts. */
  change: z.optional(
    z.object({
      without: totalsSchema,
      /** Messages that went out, by campaign. */
      campaigns: z.array(z.object({ campaign: z.string(), without: count, with: count })),
      cost: z.number(),
    }),
  ),
  prices: priceSheetSchema,
  approximations: z.array(approximationSchema),
})
export type SimulationReport = z.infer<typeof simulationReportSchema>
