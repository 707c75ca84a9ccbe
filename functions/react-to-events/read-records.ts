import { createHash } from 'node:crypto'
import * as z from 'zod/mini'
import { type BankEvent, parseBankEvent, parseBatchMember } from '#events/registry.ts'
import { REFUSED, validInput } from '#events/valid-input.ts'
import { type CalendarDue, calendarDueSchema } from '#shared/domain/calendar/calendar-due.ts'
import { openedBatch } from '#shared/domain/opened-batch.ts'

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

const validEnvelope = validInput(z.object({ 'detail-type': z.string(), detail: z.unknown() }))

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

/** The path of the first of an event's times, of those that order its facts, that is later than it may be. */
const aheadPath = ({ detailType, detail }: BankEvent, latest: number): string | undefined => {
  if (Date.parse(detail.metadata.occurredAt) > latest) return 'metadata.occurredAt'
  if (detailType !== 'CustomerProfileChanged') return undefined
  const index = (detail.data.consents ?? []).findIndex(({ at }) => Date.parse(at) > latest)
  return index < 0 ? undefined : `data.consents[${index}].at`
}

/** Why an event is refused that claims to be from the future; undefined where it does not. */
const aheadReason = (event: BankEvent, now: Date): string | undefined => {
  const path = aheadPath(event, now.getTime() + FUTURE_TOLERANCE_MS)
  return path && `${path}: expected a time that is not more than a day ahead`
}

/** What is read of a batch, record by record. */
interface Reading {
  readonly work: Work[]
  readonly refused: Refused[]
  /** Wall clock. */
  readonly now: Date
}

/** An event by itself, which must not be from the future. */
const takeEvent = (event: BankEvent, messageId: string, origin: Origin, reading: Reading): void => {
  const reason = aheadReason(event, reading.now)
  if (reason === undefined) reading.work.push({ kind: 'event', messageId, event, origin })
  else reading.refused.push({ messageId, reason, origin })
}

const readMembers = (
  { messageId, body }: QueueRecord,
  members: readonly unknown[],
  reading: Reading,
): void => {
  members.forEach((member, index) => {
    const payload = () => memberPayload(member, body, index)
    const origin: Origin = { parkedId: () => contentId(payload()), detailType: 'BankEventBatch', payload }
    const parsed = parseBatchMember(member)
    if (parsed.ok) takeEvent(parsed.event, messageId, origin, reading)
    else reading.refused.push({ messageId, reason: parsed.reason, origin })
  })
}

/** What is no event of the bus: a calendar hint, or something that nobody can read. */
const readOther = ({ messageId, body }: QueueRecord, json: unknown, { work, refused }: Reading): void => {
  const origin: Origin = { parkedId: () => contentId(body), payload: () => body }
  const due = z.safeParse(calendarDueSchema, json)
  if (due.success) work.push({ kind: 'calendar', messageId, due: due.data, origin })
  else refused.push({ messageId, reason: 'body: expected an EventBridge event', origin })
}

const readEvent = (record: QueueRecord, detailType: string, detail: unknown, reading: Reading): void => {
  const { messageId, body } = record
  const parkedId = () => refusedId(detailType, detail, body)
  const origin: Origin = { detailType, parkedId, payload: () => body }
  const parsed = parseBankEvent(detailType, openedBatch(detailType, detail))
  if (!parsed.ok) reading.refused.push({ messageId, reason: parsed.reason, origin })
  else if (parsed.event.detailType === 'BankEventBatch')
    readMembers(record, parsed.event.detail.data.events, reading)
  else takeEvent(parsed.event, messageId, origin, reading)
}

const readRecord = (record: QueueRecord, reading: Reading): void => {
  const { messageId, body } = record
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    const origin = { parkedId: () => contentId(body), payload: () => body }
    reading.refused.push({ messageId, reason: 'body: expected JSON', origin })
    return
  }
  const envelope = validEnvelope(json)
  if (envelope === REFUSED) readOther(record, json, reading)
  else readEvent(record, envelope['detail-type'], envelope.detail, reading)
}

/**
 * Reads a batch of queue records: what can be reacted to, and what never can. Never throws, whatever came.
 * @param now wall clock: what claims to be from the future is refused
 */
export const readRecords = (records: readonly QueueRecord[], now: Date): ReadRecords => {
  const reading: Reading = { work: [], refused: [], now }
  for (const record of records) readRecord(record, reading)
  return reading
}
