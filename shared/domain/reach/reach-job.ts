import * as z from 'zod/mini'
import { campaignSchema } from '#shared/domain/campaign/campaign.ts'
import { type ScanCursor, scanCursorSchema } from '#shared/domain/launch/launch-part.ts'
import type { CustomerProfile } from '#shared/domain/profile/customer-profile.ts'
import { countCustomer, raise, UNREADABLE } from '#shared/domain/reach/count-customer.ts'
import type { Hypothesis } from '#shared/domain/reach/hypothesis.ts'
import { type ReachReport, reachReport } from '#shared/domain/reach/report.ts'
import { settingsSchema } from '#shared/domain/settings.ts'

const count = z.int().check(z.minimum(0))

/** One exact count: of one campaign, by settings and at a moment that are the same for every part of it. */
export const reachJobSchema = z.object({
  reachId: z.string(),
  campaign: campaignSchema,
  settings: settingsSchema,
  at: z.iso.datetime({ precision: 3 }),
  parts: count,
})
export type ReachJob = z.infer<typeof reachJobSchema>

/** A part of the customers table, and how far it was counted. Not stored before its first page. */
export const reachPartSchema = z.object({
  part: count,
  state: z.enum(['waiting', 'done']),
  cursor: z.optional(scanCursorSchema),
  customers: count,
  counts: z.record(z.string(), count),
  readUnits: z.number(),
  /** When its last page was counted. */
  countedAt: z.optional(z.iso.datetime({ precision: 3 })),
})
export type ReachPart = z.infer<typeof reachPartSchema>

/** A message of the queue of launches: count one part. */
export const reachWorkSchema = z.object({ reachId: z.string(), part: count })
export type ReachWork = z.infer<typeof reachWorkSchema>

export const newReachPart = (part: number): ReachPart => ({
  part,
  state: 'waiting',
  customers: 0,
  counts: {},
  readUnits: 0,
})

/** A page of customers as it was read. */
export interface ReadPage {
  readonly profiles: readonly CustomerProfile[]
  readonly unreadable: readonly string[]
  readonly next: ScanCursor | undefined
  readonly readUnits: number
}

/** The part with one more page. */
export const withPage = (
  part: ReachPart,
  { profiles, unreadable, next, readUnits }: ReadPage,
  hypothesis: Hypothesis,
  at: Date,
): ReachPart & { readonly countedAt: string } => {
  const counts = { ...part.counts }
  for (const profile of profiles) countCustomer(counts, profile, hypothesis)
  if (unreadable.length > 0) raise(counts, UNREADABLE, unreadable.length)
  return {
    part: part.part,
    state: next === undefined ? 'done' : 'waiting',
    ...(next === undefined ? {} : { cursor: next }),
    customers: part.customers + profiles.length + unreadable.length,
    counts,
    readUnits: part.readUnits + readUnits,
    countedAt: at.toISOString(),
  }
}

export interface ReachProgress {
  readonly reachId: string
  readonly state: 'running' | 'done'
  readonly partsDone: number
  readonly parts: number
  /** Of the parts that are done: an estimate like that of a sample, and exact once all of them are. */
  readonly report?: ReachReport
}

/** How far a count has come. @param begun the parts that were begun */
export const progressOf = (
  job: ReachJob,
  begun: readonly ReachPart[],
  hypothesis: Hypothesis,
): ReachProgress => {
  const done = begun.filter(({ state }) => state === 'done')
  const readUnits = done.reduce((sum, part) => sum + part.readUnits, 0)
  const last = Math.max(...done.map(({ countedAt }) => Date.parse(countedAt ?? job.at)))
  return {
    reachId: job.reachId,
    state: done.length === job.parts ? 'done' : 'running',
    partsDone: done.length,
    parts: job.parts,
    ...(done.length === 0
      ? {}
      : {
          report: reachReport({ clusters: done, of: job.parts }, hypothesis, {
            readUnits,
            took: Math.max(0, last - Date.parse(job.at)),
          }),
        }),
  }
}
