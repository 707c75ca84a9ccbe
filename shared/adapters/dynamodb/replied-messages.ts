import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod/mini'
import { markMessage } from '#shared/adapters/dynamodb/mark-message.ts'
import type { ResultsTarget } from '#shared/adapters/dynamodb/result-counters.ts'
import { type MessageEntry, messageEntrySchema } from '#shared/domain/message/journal-entry.ts'
import { answeredMessage, READ_BACK_MS } from '#shared/domain/opt-out/answered-message.ts'
import type { RepliedMessages } from '#shared/ports/replied-messages.ts'

export interface RepliedMessagesOptions {
  readonly documentClient: DynamoDBDocumentClient
  readonly journalTable: string
  readonly results: ResultsTarget
}

/** The journal behind the port: of a few days' entries of one or a few customers, the one that was answered. */
export const createRepliedMessages = (options: RepliedMessagesOptions): RepliedMessages => {
  const { documentClient: client, journalTable } = options

  const textsTo = async (customerId: string, since: Date): Promise<MessageEntry[]> => {
    const pages = paginateQuery(
      { client },
      {
        TableName: journalTable,
        KeyConditionExpression: 'customerId = :customerId AND #entry >= :since',
        FilterExpression: '#kind = :message AND #channel = :sms',
        ExpressionAttributeNames: { '#entry': 'entry', '#kind': 'kind', '#channel': 'channel' },
        ExpressionAttributeValues: {
          ':customerId': customerId,
          ':since': since.toISOString(),
          ':message': 'message',
          ':sms': 'sms',
        },
        ConsistentRead: true,
      },
    )
    const found: MessageEntry[] = []
    for await (const { Items = [] } of pages)
      for (const item of Items) {
        const parsed = z.safeParse(messageEntrySchema, item)
        if (parsed.success) found.push(parsed.data)
      }
    return found
  }

  return {
    mark: async (customers, { at, answers }) => {
      const since = new Date(at.getTime() - READ_BACK_MS)
      const texts = await Promise.all(customers.map((customerId) => textsTo(customerId, since)))
      const message = answeredMessage(texts.flat(), at, answers)
      return message !== undefined && markMessage(client, options, message, 'replied', at)
    },
  }
}
