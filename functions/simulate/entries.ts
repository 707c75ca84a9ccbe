import { parseBankEvent } from '#events/registry.ts'
import { MASTER_DATA } from '#functions/simulate/recorded-time.ts'
import { openedBatch } from '#shared/domain/opened-batch.ts'
import { unitHash } from '#shared/domain/stable-hash.ts'

/** An entry as it was published. */
export interface PublishedEntry {
  readonly DetailType: string
  /** JSON */
  readonly Detail: string
}

/** An entry as the engine gets it from its queue, and what a simulation goes by. */
export interface PlayedEntry {
  readonly body: string
  /** When it happened; undefined for master data, and for what is no event: neither moves the clock. */
  readonly happenedAt?: Date
}

export interface ReadOptions {
  /** What is dated later has not happened yet, and does not move the clock. */
  readonly now: Date
  /** Share of the customers that are played, 0 to 1. */
  readonly share: number
}

/** Whether a customer is in the sample: the same customers whenever the share is the same, and all of them in a larger one. */
export const isSampled = (customerId: unknown, share: number): boolean =>
  share >= 1 || (typeof customerId === 'string' && unitHash(`simulation:${customerId}`) < share)

const customerIn = (member: unknown): unknown => {
  const detail = member as { detail?: { data?: { customerId?: unknown } } } | null
  return detail?.detail?.data?.customerId
}

/** What of an entry's detail is about sampled customers; undefined where nothing is. */
const sampled = (
  detailType: string,
  detail: { data?: { customerId?: unknown; events?: unknown } },
  share: number,
): unknown => {
  if (detailType !== 'BankEventBatch') return isSampled(detail.data?.customerId, share) ? detail : undefined
  const { events } = detail.data ?? {}
  const members = Array.isArray(events) ? events.filter((each) => isSampled(customerIn(each), share)) : []
  return members.length === 0 ? undefined : { ...detail, data: { ...detail.data, events: members } }
}

const bodyOf = (detailType: string, detail: string): string =>
  `{"detail-type":${JSON.stringify(detailType)},"detail":${detail}}`

/**
 * Reads one published entry.
 * @returns undefined where it is about nobody in the sample
 */
export const readEntry = (
  { DetailType, Detail }: PublishedEntry,
  { now, share }: ReadOptions,
): PlayedEntry | undefined => {
  let published: unknown
  try {
    published = JSON.parse(Detail)
  } catch {
    return { body: Detail }
  }
  const given = openedBatch(DetailType, published)
  const parsed = parseBankEvent(DetailType, given)
  if (!parsed.ok) return share >= 1 ? { body: bodyOf(DetailType, Detail) } : undefined
  const kept = share >= 1 ? given : sampled(DetailType, given as object, share)
  if (kept === undefined) return undefined
  const body = bodyOf(DetailType, kept === published ? Detail : JSON.stringify(kept))
  const at = new Date(parsed.event.detail.metadata.occurredAt)
  return MASTER_DATA.has(DetailType) || at > now ? { body } : { body, happenedAt: at }
}
