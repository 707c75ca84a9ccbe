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

/** Where work came from: what parking it needs. The id is the bus entry's, the same for each redelivery. */
export interface Origin {
  readonly parkedId: string
  readonly detailType?: string
  /** Made only when it is needed: a large batch would otherwise be written out again for each member. */
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

const envelopeSchema = z.object({ id: z.string(), 'detail-type': z.string(), detail: z.unknown() })

/** A batch member by itself, as an envelope of its own that redrive can publish; too deep a one stays in its batch. */
const memberPayload = (member: unknown, whole: string, index: number): string => {
  try {
    return JSON.stringify({ batchMember: index, member })
  } catch {
    return whole
  }
}

const fromBatch = (messageId: string, body: string, id: string, members: readonly unknown[]): ReadRecords => {
  const work: Work[] = []
  const refused: Refused[] = []
  members.forEach((member, index) => {
    const origin: Origin = {
      parkedId: `${id}#${index}`,
      detailType: 'BankEventBatch',
      payload: () => memberPayload(member, body, index),
    }
    const parsed = parseBatchMember(member)
    if (parsed.ok) work.push({ kind: 'event', messageId, event: parsed.event, origin })
    else refused.push({ messageId, reason: parsed.reason, origin })
  })
  return { work, refused }
}

const readRecord = ({ messageId, body }: QueueRecord): ReadRecords => {
  const refuse = (reason: string, origin: Omit<Origin, 'payload'>): ReadRecords => ({
    work: [],
    refused: [{ messageId, reason, origin: { ...origin, payload: () => body } }],
  })
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    return refuse('body: expected JSON', { parkedId: messageId })
  }
  const due = z.safeParse(calendarDueSchema, json)
  if (due.success) {
    const origin: Origin = { parkedId: messageId, payload: () => body }
    return { work: [{ kind: 'calendar', messageId, due: due.data, origin }], refused: [] }
  }
  const envelope = z.safeParse(envelopeSchema, json)
  if (!envelope.success) return refuse('body: expected an EventBridge event', { parkedId: messageId })
  const { id, 'detail-type': detailType, detail } = envelope.data
  const parsed = parseBankEvent(detailType, detail)
  if (!parsed.ok) return refuse(parsed.reason, { parkedId: id, detailType })
  if (parsed.event.detailType === 'BankEventBatch')
    return fromBatch(messageId, body, id, parsed.event.detail.data.events)
  const origin: Origin = { parkedId: id, detailType, payload: () => body }
  return { work: [{ kind: 'event', messageId, event: parsed.event, origin }], refused: [] }
}

/** Reads a batch of queue records: what can be reacted to, and what never can. Never throws, whatever came. */
export const readRecords = (records: readonly QueueRecord[]): ReadRecords => {
  const read = records.map(readRecord)
  return { work: read.flatMap(({ work }) => work), refused: read.flatMap(({ refused }) => refused) }
}
