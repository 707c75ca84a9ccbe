import * as z from 'zod/mini'
import { launchTotalsSchema } from '#shared/domain/launch/launch-part.ts'

/** An instant as DynamoDB sorts it and as `Date.toISOString` writes it. */
const instant = z.iso.datetime({ precision: 3 })

/** Why an occurrence was not launched; stable, programs and documents name it. */
export const skipReasonSchema = z.enum([
  /** The campaign was paused when its time came. */
  'campaign-paused',
  /** It was found so late that what it has to say would not be true any more (`expiresAfterHours`). */
  'too-late',
  /** It was found late, when the next occurrence had come as well: customers would hear the same twice in a row. */
  'overtaken',
  /** Its time came before the campaign was live. */
  'before-live',
  /** The live version's schedule knows this occurrence no more. */
  'rescheduled',
  /** The campaign had ended when its time came. */
  'campaign-ended',
])
export type SkipReason = z.infer<typeof skipReasonSchema>

/**
 * `planned`: it waits for its time, or for the tick. `running`: its parts are being worked through, or wait while the
 * campaign is paused. `cancelling`: parts that are at work stop. The others are ends.
 */
export const launchStateSchema = z.enum([
  'planned',
  'running',
  'paused',
  'cancelling',
  'cancelled',
  'done',
  'skipped',
])
export type LaunchState = z.infer<typeof launchStateSchema>

/** One occurrence of a campaign's schedule, or one launch that a person asked for: every customer is decided about. */
export const launchSchema = z.object({
  launchId: z.string(),
  campaignId: z.string(),
  /** The version whose occurrence it is. */
  version: z.int().check(z.minimum(1)),
  /** The occurrence: its signals carry this instant. */
  at: instant,
  state: launchStateSchema,
  /** Why it is `skipped`. */
  because: z.optional(skipReasonSchema),
  /** `schedule`, or the user's id. */
  startedBy: z.string(),
  plannedAt: instant,
  /** No more than so many customers are decided about in a second. @default as fast as it goes */
  customersPerSecond: z.optional(z.int().check(z.minimum(1))),
  /** Into how many parts the customers are divided; known once it has started. */
  parts: z.optional(z.int().check(z.minimum(1))),
  partsDone: z.optional(z.int().check(z.minimum(0))),
  /** Items of the customers table when it started: DynamoDB's estimate, cards' items among them. */
  items: z.optional(z.int().check(z.minimum(0))),
  startedAt: z.optional(instant),
  /** When work on all parts was put on the queue; a launch without it has just begun, or is begun again. */
  queuedAt: z.optional(instant),
  doneAt: z.optional(instant),
  /** Why it is `cancelled`. */
  endedBecause: z.optional(z.enum(['campaign-ended', 'by-request'])),
  /** Once it is `done`: what its parts came to (launch-part.ts). */
  totals: z.optional(launchTotalsSchema),
  /** When the tick looks at it next; gone where it has ended. */
  due: z.optional(instant),
})
export type Launch = z.infer<typeof launchSchema>

/** `spring-offer.20260329T010000000Z`: readable, without characters that a URL would quote, and reversible. */
export const launchIdOf = (campaignId: string, at: Date): string =>
  `${campaignId}.${at.toISOString().replace(/[-:.]/g, '')}`

const LAUNCH_ID = /^([a-z][a-z0-9-]{2,63})\.(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z$/

/** What a launch's id is made of; undefined where it is none. */
export const launchIdParts = (
  launchId: string,
): { readonly campaignId: string; readonly at: Date } | undefined => {
  const [, campaignId, year, month, day, hour, minute, second, milliseconds] = LAUNCH_ID.exec(launchId) ?? []
  if (campaignId === undefined) return undefined
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}Z`)
  return Number.isNaN(at.getTime()) || launchIdOf(campaignId, at) !== launchId
    ? undefined
    : { campaignId, at }
}

export interface LaunchPlan {
  readonly campaignId: string
  readonly version: number
  /** The occurrence. */
  readonly at: Date
  /** `schedule`, or the user's id. */
  readonly startedBy: string
  readonly plannedAt: Date
  readonly customersPerSecond?: number | undefined
}

const planned = ({ campaignId, version, at, startedBy, plannedAt, customersPerSecond }: LaunchPlan) => ({
  launchId: launchIdOf(campaignId, at),
  campaignId,
  version,
  at: at.toISOString(),
  startedBy,
  plannedAt: plannedAt.toISOString(),
  ...(customersPerSecond === undefined ? {} : { customersPerSecond }),
})

/** A launch that waits for its time: the tick starts it then, at once where it has come. */
export const plannedLaunch = (plan: LaunchPlan): Launch => ({
  ...planned(plan),
  state: 'planned',
  due: plan.at.toISOString(),
})

/** An occurrence that nobody hears of, and why. */
export const skippedLaunch = (plan: LaunchPlan, because: SkipReason): Launch => ({
  ...planned(plan),
  state: 'skipped',
  because,
  doneAt: plan.plannedAt.toISOString(),
})
