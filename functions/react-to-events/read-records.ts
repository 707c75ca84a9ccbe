import { createHash } from 'node:crypto'
import * as z from 'zod/mini'
import { type BankEvent, parseBankEvent, parseBatchMember } from '#events/registry.ts'
import { type CalendarDue, calendarDueSchema } from '#shared/domain/calendar/calendar-due.ts'

/** One message of a queue: its id for the answer to SQS, and what the queue carried. */
export interface QueueRecord {
  readonly messageId: string
  readonly body: string
}

/** One thing to react to, and the record that it came with. */
export type Work =
  | { readonly kind: 'event'; readonly messageId: string; readonly event: BankEvent; readonly origin: Origin }
  | {
      readonly kind: 'calendar'
      readonly messageId: string
      readonly due: CalendarDue
      readonly origin: Origin
    }

export const customerOf = (work: Work): string =>
  work.kind === 'calendar' ? work.due.customerId : work.event.detail.data.customerId

/** Where work came from: what parking it needs. Made only when it is needed, which is hardly ever. */
export interface Origin {
  /** Follows from the content, so that a redelivered or republished event is parked once. */
  readonly parkedId: () => string
  readonly detailType?: string
  readonly payload: () => string
}

export interface Refused {
  readonly messageId: string
  readonly reason: string
  readonly origin: Origin
}

export interface ReadRecords {
  readonly work: readonly Work[]
  readonly refused: readonly Refused[]
}

const envelopeSchema = z.object({ 'detail-type': z.string(), detail: z.unknown() })

/** A batch member by itself, as an envelope of its own that redrive can publish; too deep a one stays in its batch. */
const memberPayload = (member: unknown, whole: string, index: number): string => {
  try {
    return JSON.stringify({ batchMember: index, member })
  } catch {
    return whole
  }
}

const contentId = (...parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32)

/** The content without what the bus added; text that is nested too deep to be written again stands for itself. */
const refusedId = (detailType: string, detail: unknown, body: string): string => {
  try {
    return contentId(detailType, JSON.stringify(detail))
  } catch {
    return contentId(body)
  }
}

/** The newest fact wins, so one dated far ahead would silence its customer's registers for years. */
const FUTURE_TOLERANCE_MS = 86_400_000

/** By path, the times of an event that order its facts. */
const orderingTimes = ({ detailType, detail }: BankEvent): [path: string, time: string][] => [
  ['metadata.occurredAt', detail.metadata.occurredAt],
  ...(detailType === 'CustomerProfileChanged' ? (detail.data.consents ?? []) : []).map(
    ({ at }, index): [string, string] => [`data.consents[${index}].at`, at],
  ),
]

/** Why an event is refused that claims to be from the future; undefined where it does not. */
const aheadReason = (event: BankEvent, now: Date): string | undefined => {
  const latest = now.getTime() + FUTURE_TOLERANCE_MS
  const ahead = orderingTimes(event).find(([, time]) => Date.parse(time) > latest)
  return ahead && `${ahead[0]}: expected a time that is not more than a day ahead`
}

const fromBatch = (messageId: string, body: string, members: readonly unknown[], now: Date): ReadRecords => {
  const work: Work[] = []
  const refused: Refused[] = []
  members.forEach((member, index) => {
    const payload = () => memberPayload(member, body, index)
    const origin: Origin = { parkedId: () => contentId(payload()), detailType: 'BankEventBatch', payload }
    const parsed = parseBatchMember(member)
    const reason = parsed.ok ? aheadReason(parsed.event, now) : parsed.reason
    if (reason !== undefined) refused.push({ messageId, reason, origin })
    else if (parsed.ok) work.push({ kind: 'event', messageId, event: parsed.event, origin })
  })
  return { work, refused }
}

const readRecord = ({ messageId, body }: QueueRecord, now: Date): ReadRecords => {
  const unreadable: Origin = { parkedId: () => contentId(body), payload: () => body }
  const refuse = (reason: string, origin: Origin): ReadRecords => ({
    work: [],
    refused: [{ messageId, reason, origin }],
  })
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    return refuse('body: expected JSON', unreadable)
  }
  const envelope = z.safeParse(envelopeSchema, json)
  if (!envelope.success) {
    const due = z.safeParse(calendarDueSchema, json)
    if (!due.success) return refuse('body: expected an EventBridge event', unreadable)
    return { work: [{ kind: 'calendar', messageId, due: due.data, origin: unreadable }], refused: [] }
  }
  const { 'detail-type': detailType, detail } = envelope.data
  const origin: Origin = { ...unreadable, detailType, parkedId: () => refusedId(detailType, detail, body) }
  const parsed = parseBankEvent(detailType, detail)
  if (!parsed.ok) return refuse(parsed.reason, origin)
  if (parsed.event.detailType === 'BankEventBatch')
    return fromBatch(messageId, body, parsed.event.detail.data.events, now)
  const ahead = aheadReason(parsed.event, now)
  if (ahead !== undefined) return refuse(ahead, origin)
  return { work: [{ kind: 'event', messageId, event: parsed.event, origin }], refused: [] }
}

/**
 * Reads a batch of queue records: what can be reacted to, and what never can. Never throws, whatever came.
 * @param now wall clock: what claims to be from the future is refused
 */
export const readRecords = (records: readonly QueueRecord[], now: Date): ReadRecords => {
  const read = records.map((record) => readRecord(record, now))
  return { work: read.flatMap(({ work }) => work), refused: read.flatMap(({ refused }) => refused) }
}
