import * as z from 'zod/mini'
import { campaignSchema } from '#shared/domain/campaign/campaign.ts'
import { priceSheetSchema } from '#shared/domain/simulation/price-sheet.ts'
import { simulationReportSchema } from '#shared/domain/simulation/report.ts'

/** A job is kept for so long after it was asked for, in seconds: 30 days. */
export const SIMULATION_KEPT = 30 * 86_400

/** More would make one report nobody reads, and an item that no table takes. */
export const MOST_DRAFTS = 10

export const simulationStateSchema = z.enum(['queued', 'running', 'done', 'failed'])
export type SimulationState = z.infer<typeof simulationStateSchema>

/** Why a simulation failed; stable, programs may name it. */
export const simulationFailureSchema = z.enum([
  /** Nothing was recorded on that day, or what was is not kept any more. */
  'nothing-recorded',
  /** It would not end in time: a smaller share does. */
  'too-large',
  /** The report does not fit into its item: fewer drafts do. */
  'report-too-large',
])
export type SimulationFailure = z.infer<typeof simulationFailureSchema>

/** A simulation that somebody asked for, as it stands. */
export const simulationJobSchema = z.object({
  simulationId: z.string(),
  state: simulationStateSchema,
  /** The day whose recorded events are played, YYYY-MM-DD in UTC: the day on which they came. */
  day: z.iso.date(),
  /** Share of the customers that are played. */
  share: z.number().check(z.gt(0), z.maximum(1)),
  /** What was asked for: the campaigns and which of their versions. */
  campaigns: z.array(
    z.object({ campaignId: z.string(), version: z.union([z.literal('draft'), z.int().check(z.minimum(1))]) }),
  ),
  prices: priceSheetSchema,
  /** The user's id. */
  requestedBy: z.string(),
  requestedAt: z.iso.datetime(),
  doneAt: z.optional(z.iso.datetime()),
  /** Why it is `failed`. */
  because: z.optional(simulationFailureSchema),
  report: z.optional(simulationReportSchema),
})
export type SimulationJob = z.infer<typeof simulationJobSchema>

/** The campaigns as they were when the simulation was asked for: what is written since is not in it. */
export const draftsSchema = z.array(campaignSchema)
