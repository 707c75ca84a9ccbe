import { type DynamoDBDocumentClient, paginateQuery, type QueryCommandInput } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod/mini'
import {
  type DecisionEntry,
  type JournalEntry,
  journalEntrySchema,
} from '#shared/domain/message/journal-entry.ts'
import type { JournalPart, JournalReader } from '#shared/ports/journal-reader.ts'
import { CONVERSION_KIND, decisionEntry } from '#shared/tables/journal.ts'

type Item = Record<string, unknown>

/** What every query asks: one customer's entries, as they are now. */
const ofCustomer = (TableName: string, customerId: string) => ({
  TableName,
  KeyConditionExpression: 'customerId = :customerId',
  ExpressionAttributeValues: { ':customerId': customerId },
  ConsistentRead: true,
})

/** A decision's entry and those that follow from it begin with the same time, that of the signal. */
const atTimeOf = (TableName: string, { customerId, signal }: DecisionEntry): QueryCommandInput => {
  const { ExpressionAttributeValues, ...query } = ofCustomer(TableName, customerId)
  return {
    ...query,
    KeyConditionExpression: 'customerId = :customerId AND begins_with(#entry, :at)',
    ExpressionAttributeNames: { '#entry': 'entry' },
    ExpressionAttributeValues: { ...ExpressionAttributeValues, ':at': `${signal.at}#` },
  }
}

/** The journal table behind the port. */
export const createJournalReader = (client: DynamoDBDocumentClient, tableName: string): JournalReader => {
  async function* items(query: QueryCommandInput): AsyncGenerator<Item> {
    for await (const { Items = [] } of paginateQuery({ client }, query))
      yield* Items.filter(({ kind }) => kind !== CONVERSION_KIND)
  }

  const newest = async (customerId: string, decisions: number): Promise<JournalPart> => {
    const entries: JournalEntry[] = []
    let [found, unreadable, older] = [0, 0, false]
    // Backwards: what follows from a decision sorts after it, and so has been read when the decision comes.
    for await (const item of items({ ...ofCustomer(tableName, customerId), ScanIndexForward: false })) {
      if (found === decisions) {
        older = true
        break
      }
      const parsed = z.safeParse(journalEntrySchema, item)
      if (parsed.success) entries.push(parsed.data)
      else unreadable++
      if (item.kind === 'decision') found++
    }
    return { entries: entries.reverse(), older, unreadable }
  }

  /** The decisions among the items, each with what followed from it. */
  const whole = async (decisions: AsyncGenerator<Item>): Promise<JournalPart> => {
    const entries: JournalEntry[] = []
    let unreadable = 0
    for await (const item of decisions) {
      const decision = z.safeParse(journalEntrySchema, item)
      if (!decision.success || decision.data.kind !== 'decision') {
        unreadable++
        continue
      }
      for await (const other of items(atTimeOf(tableName, decision.data))) {
        const parsed = z.safeParse(journalEntrySchema, other)
        if (parsed.success && parsed.data.signal.id === decision.data.signal.id) entries.push(parsed.data)
        else if (!parsed.success) unreadable++
      }
    }
    return { entries, older: false, unreadable }
  }

  const ofEvent = (customerId: string, eventId: string): Promise<JournalPart> => {
    const { ExpressionAttributeValues, ...query } = ofCustomer(tableName, customerId)
    return whole(
      items({
        ...query,
        FilterExpression: 'eventId = :eventId',
        ExpressionAttributeValues: { ...ExpressionAttributeValues, ':eventId': eventId },
      }),
    )
  }

  const ofEntry = (customerId: string, entry: string): Promise<JournalPart> => {
    const { ExpressionAttributeValues, ...query } = ofCustomer(tableName, customerId)
    return whole(
      items({
        ...query,
        KeyConditionExpression: 'customerId = :customerId AND #entry = :entry',
        FilterExpression: '#kind = :decision',
        ExpressionAttributeNames: { '#entry': 'entry', '#kind': 'kind' },
        ExpressionAttributeValues: { ...ExpressionAttributeValues, ':entry': entry, ':decision': 'decision' },
      }),
    )
  }

  const ofSignal: JournalReader['ofSignal'] = (customerId, { id, at }) =>
    ofEntry(customerId, decisionEntry(new Date(at), id))

  return { newest, ofEvent, ofEntry, ofSignal }
}
