import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod/mini'
import { counterUpdate, type ResultsTarget } from '#shared/adapters/dynamodb/result-counters.ts'
import { conditionFailed, type TransactItem, writeAll } from '#shared/adapters/dynamodb/transaction.ts'
import {
  type ConversionEntry,
  decisionEntrySchema,
  messageEntrySchema,
} from '#shared/domain/message/journal-entry.ts'
import type { Conversion } from '#shared/domain/results/conversion.ts'
import type { CounterName } from '#shared/domain/results/counters.ts'
import type { Touch } from '#shared/domain/results/touches.ts'
import type { ConversionJournal } from '#shared/ports/conversion-journal.ts'
import { CONVERSION_KIND, conversionEntry, journalExpiry } from '#shared/tables/journal.ts'

/** What is read of a message or decision; no more, so that one of another release is understood, too. */
const touchingSchema = z.discriminatedUnion('kind', [
  z.pick(messageEntrySchema, {
    ...{ kind: true, campaignId: true, campaignVersion: true, variant: true, channel: true, entry: true },
    ...{ state: true, history: true, converted: true },
  }),
  z.pick(decisionEntrySchema, { kind: true, entry: true, decidedAt: true, heldOut: true, converted: true }),
])

const counterOf = ({ kind }: Touch): CounterName => (kind === 'message' ? 'converted' : 'heldOutConverted')

export interface ConversionJournalOptions {
  readonly documentClient: DynamoDBDocumentClient
  readonly journalTable: string
  readonly results: ResultsTarget
}

/** The journal behind the port, and the campaigns table for what is counted. */
export const createConversionJournal = (options: ConversionJournalOptions): ConversionJournal => {
  const { documentClient, journalTable, results } = options

  const marker = (conversion: Conversion, attributions: readonly Touch[]): TransactItem => {
    const { customerId, eventId, at, product, conversionId, amount } = conversion
    const Item: ConversionEntry = {
      ...{ customerId, entry: conversionEntry(new Date(at), eventId), kind: CONVERSION_KIND },
      ...{ eventId, at, product, expiresAt: journalExpiry(new Date(at)) },
      ...(conversionId === undefined ? {} : { conversionId }),
      ...(amount === undefined ? {} : { amount }),
      attributed: attributions.map(({ campaignId, campaignVersion, kind, entry, converted }) => ({
        ...{ campaignId, campaignVersion, to: kind, entry },
        ...(converted ? { counted: false } : {}),
      })),
    }
    return {
      Put: {
        TableName: journalTable,
        Item,
        ConditionExpression: 'attribute_not_exists(#entry)',
        ExpressionAttributeNames: { '#entry': 'entry' },
      },
    }
  }

  /** One update an item: a decision may have held the customer out of several campaigns. */
  const touched = (customerId: string, entry: string, touches: readonly Touch[]): TransactItem => ({
    Update: {
      TableName: journalTable,
      Key: { customerId, entry },
      UpdateExpression: 'SET #converted = list_append(if_not_exists(#converted, :none), :more)',
      ConditionExpression: [
        'attribute_exists(#entry)',
        ...touches.map((_, index) => `NOT contains(#converted, :c${index})`),
      ].join(' AND '),
      ExpressionAttributeNames: { '#converted': 'converted', '#entry': 'entry' },
      ExpressionAttributeValues: {
        ':none': [],
        ':more': touches.map(({ campaignId }) => campaignId),
        ...Object.fromEntries(touches.map(({ campaignId }, index) => [`:c${index}`, campaignId])),
      },
    },
  })

  const counted = async ({ customerId, at, amount }: Conversion, touch: Touch): Promise<TransactItem[]> => {
    const { campaignId, campaignVersion, variant, channel, converted } = touch
    if (converted && !amount) return []
    const day = await results.dayOf(new Date(at))
    const place = { campaignId, campaignVersion, variant, channel, customerId, day }
    return [counterUpdate(results.campaignsTable, place, converted ? [] : [counterOf(touch)], amount)]
  }

  return {
    history: async (customerId, from, to) => {
      const pages = paginateQuery(
        { client: documentClient },
        {
          TableName: journalTable,
          KeyConditionExpression: 'customerId = :customerId AND #entry BETWEEN :from AND :to',
          ExpressionAttributeNames: { '#entry': 'entry' },
          // Entries go on after their time with #; ~ sorts after all that they may go on with.
          ExpressionAttributeValues: {
            ':customerId': customerId,
            ':from': from.toISOString(),
            ':to': `${to.toISOString()}~`,
          },
          ConsistentRead: true,
        },
      )
      const found: z.infer<typeof touchingSchema>[] = []
      for await (const { Items = [] } of pages)
        for (const item of Items) {
          const parsed = z.safeParse(touchingSchema, item)
          if (parsed.success) found.push(parsed.data)
        }
      return found
    },
    record: async (conversion, attributions) => {
      const fresh = attributions.filter(({ converted }) => !converted)
      const counters = await Promise.all(attributions.map((touch) => counted(conversion, touch)))
      const outcome = await writeAll(documentClient, [
        marker(conversion, attributions),
        ...[...Map.groupBy(fresh, ({ entry }) => entry)].map(([entry, touches]) =>
          touched(conversion.customerId, entry, touches),
        ),
        ...counters.flat(),
      ])
      if (outcome.written) return 'recorded'
      return conditionFailed(outcome.reasons, 0) ? 'recorded-before' : 'changed'
    },
  }
}
