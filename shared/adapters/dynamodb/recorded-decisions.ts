import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb'
import { recordedDecision } from '#shared/adapters/dynamodb/decision-recorder.ts'
import type { RecordedDecisions } from '#shared/ports/recorded-decisions.ts'
import { decisionEntry } from '#shared/tables/journal.ts'

/** The journal behind the port; reads are consistent, because what they miss would be counted as never decided. */
export const createRecordedDecisions = (
  documentClient: DynamoDBDocumentClient,
  journalTable: string,
): RecordedDecisions => ({
  recorded: async ({ customerId, id, at }) => {
    const Key = { customerId, entry: decisionEntry(new Date(at), id) }
    const command = new GetCommand({ TableName: journalTable, Key, ConsistentRead: true })
    const { Item } = await documentClient.send(command)
    return Item && recordedDecision(Item)
  },
})
