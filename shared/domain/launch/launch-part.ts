import * as z from 'zod/mini'

const count = z.int().check(z.minimum(0))

/** Where a scan goes on: the key of the last item that was read. */
export const scanCursorSchema = z.object({ customerId: z.string(), item: z.string() })
export type ScanCursor = z.infer<typeof scanCursorSchema>

/**
 * Of a page that is being decided about: the queue record of who is at it, and until when nobody else may begin (epoch
 * milliseconds of the wall clock). One that has passed tells that its owner died, or failed, half-way.
 */
export const pageClaimSchema = z.object({ by: z.string(), until: z.number() })
export type PageClaim = z.infer<typeof pageClaimSchema>

/** One part of a launch: a segment of the scan, and how far it has come. Not stored before its first page. */
export const launchPartSchema = z.object({
  part: count,
  state: z.enum(['waiting', 'done']),
  cursor: z.optional(scanCursorSchema),
  /** Customers who were decided about. */
  done: count,
  /** The same by what came of them: `won`, the reason of a refusal, or `unreadable`. */
  funnel: z.record(z.string(), count),
  /** DynamoDB read units of its pages, as the service counted them, and of looking at the launch between them. */
  readUnits: z.number().check(z.minimum(0)),
  /** Time that workers spent on its pages, waits for their turn included, in milliseconds. */
  activeMs: count,
  /** When its last page was finished. */
  at: z.optional(z.iso.datetime({ precision: 3 })),
  claim: z.optional(pageClaimSchema),
})
export type LaunchPart = z.infer<typeof launchPartSchema>

/** A part that nobody has begun. */
export const newPart = (part: number): LaunchPart => ({
  part,
  state: 'waiting',
  done: 0,
  funnel: {},
  readUnits: 0,
  activeMs: 0,
})

/** What one page adds to its part. */
export interface PageResult {
  readonly funnel: Readonly<Record<string, number>>
  /** None where it was the last page. */
  readonly next: ScanCursor | undefined
  readonly readUnits: number
  readonly activeMs: number
  readonly at: Date
}

/** Sums of counts by name. */
export const sumOfFunnels = (
  funnels: readonly Readonly<Record<string, number>>[],
): Record<string, number> => {
  const sum: Record<string, number> = {}
  for (const funnel of funnels)
    for (const [name, customers] of Object.entries(funnel)) sum[name] = (sum[name] ?? 0) + customers
  return sum
}

/** Read units are fractions, and sums of them should not show the binary ones. */
const toTenths = (units: number): number => Math.round(units * 10) / 10

const total = (funnel: Readonly<Record<string, number>>): number =>
  Object.values(funnel).reduce((sum, customers) => sum + customers, 0)

/** The part with one more page, and nobody at work on it. */
export const advanced = (part: LaunchPart, page: PageResult): LaunchPart => ({
  part: part.part,
  state: page.next === undefined ? 'done' : 'waiting',
  ...(page.next === undefined ? {} : { cursor: page.next }),
  done: part.done + total(page.funnel),
  funnel: sumOfFunnels([part.funnel, page.funnel]),
  readUnits: toTenths(part.readUnits + page.readUnits),
  activeMs: part.activeMs + Math.round(page.activeMs),
  at: page.at.toISOString(),
})

/** What the parts of a launch come to. */
export const launchTotalsSchema = z.object({
  done: count,
  partsDone: count,
  funnel: z.record(z.string(), count),
  readUnits: z.number().check(z.minimum(0)),
})
export type LaunchTotals = z.infer<typeof launchTotalsSchema>

export const totalsOf = (parts: readonly LaunchPart[]): LaunchTotals => ({
  done: parts.reduce((sum, { done }) => sum + done, 0),
  partsDone: parts.filter(({ state }) => state === 'done').length,
  funnel: sumOfFunnels(parts.map(({ funnel }) => funnel)),
  readUnits: toTenths(parts.reduce((sum, { readUnits }) => sum + readUnits, 0)),
})
