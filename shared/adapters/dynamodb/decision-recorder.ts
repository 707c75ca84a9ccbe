import {
  type CancellationReason,
  ConditionalCheckFailedException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb'
import {
  type DynamoDBDocumentClient,
  PutCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import * as z from 'zod/mini'
import type { DecisionRecord } from '#shared/domain/decision/decision-record.ts'
import { RetryableError } from '#shared/domain/errors.ts'
import { type DecisionEntry, decisionEntrySchema } from '#shared/domain/message/journal-entry.ts'
import { parseProfile } from '#shared/domain/profile/customer-profile.ts'
import type {
  ContactsChange,
  DecisionRecorder,
  Delivery,
  RecordOutcome,
} from '#shared/ports/decision-recorder.ts'
import { PROFILE_ITEM } from '#shared/tables/customers.ts'
import {
  decisionEntry,
  dueAttributes,
  journalExpiry,
  messageEntry,
  taskEntry,
} from '#shared/tables/journal.ts'

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number]

/** What is read of a stored decision; no more, so that one of an earlier release is understood, too. */
const storedSchema = z.pick(decisionEntrySchema, { customerId: true, signal: true, messages: true })

/** Held messages are not on their way yet: they are released when their customer's hours begin. */
const deliveriesOf = ({
  customerId,
  signal,
  messages,
}: Pick<DecisionEntry, 'customerId' | 'signal' | 'messages'>) =>
  messages
    .filter(({ heldUntil }) => heldUntil === undefined)
    .map(
      ({ campaignId, channel }): Delivery => ({
        channel,
        customerId,
        entry: messageEntry(new Date(signal.at), campaignId, signal.id),
      }),
    )

/** `Item` of a failed condition, which both kinds of exception carry as raw attributes. */
const storedDecision = (item: CancellationReason['Item']) => z.parse(storedSchema, unmarshall(item ?? {}))

const contactsUpdate = (
  tableName: string,
  customerId: string,
  { seen, next }: ContactsChange,
): TransactItem => ({
  Update: {
    TableName: tableName,
    Key: { customerId, item: PROFILE_ITEM },
    UpdateExpression: 'SET #contacts = :next',
    ConditionExpression: seen.length === 0 ? 'attribute_not_exists(#contacts)' : '#contacts = :seen',
    ExpressionAttributeNames: { '#contacts': 'recentContacts' },
    ExpressionAttributeValues: { ':next': next, ...(seen.length === 0 ? {} : { ':seen': seen }) },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  },
})

/**
 * The journal behind the port. A decision without consequences is one conditional put (one unit); one with messages or
 * tasks is a transaction (two units an item), so that a message exists if and only if its decision does, and a cap
 * cannot be passed by parallel runs.
 */
export const createDecisionRecorder = ({
  documentClient,
  journalTable,
  customersTable,
}: {
  documentClient: DynamoDBDocumentClient
  journalTable: string
  customersTable: string
}): DecisionRecorder => {
  const putOnce = (item: Record<string, unknown>) => ({
    TableName: journalTable,
    Item: item,
    ConditionExpression: 'attribute_not_exists(#entry)',
    ExpressionAttributeNames: { '#entry': 'entry' },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  })

  const keyed = ({ decision, messages, tasks }: DecisionRecord) => {
    const at = new Date(decision.signal.at)
    const { id } = decision.signal
    const expiresAt = journalExpiry(at)
    return {
      decision: { ...decision, entry: decisionEntry(at, id), expiresAt },
      consequences: [
        ...messages.map((message) => ({
          ...message,
          ...(message.heldUntil === undefined
            ? {}
            : dueAttributes('release', message.customerId, message.heldUntil)),
          entry: messageEntry(at, message.campaignId, id),
          expiresAt,
        })),
        ...tasks.map(({ task, line: [assignee] }) => ({
          ...task,
          ...(assignee === undefined ? {} : { assignee }),
          ...dueAttributes('task', task.customerId, task.dueAt),
          entry: taskEntry(at, task.campaignId, id),
          expiresAt,
        })),
      ],
    }
  }

  const before = (item: CancellationReason['Item']): RecordOutcome => ({
    kind: 'recorded-before',
    deliveries: deliveriesOf(storedDecision(item)),
  })

  const recordAlone = async (decision: DecisionEntry): Promise<RecordOutcome> => {
    try {
      await documentClient.send(new PutCommand(putOnce(decision)))
      return { kind: 'recorded', deliveries: [] }
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return before(error.Item)
      throw error
    }
  }

  const cancelled = (error: TransactionCanceledException): RecordOutcome => {
    const reasons = error.CancellationReasons ?? []
    const [first] = reasons
    if (first?.Code === 'ConditionalCheckFailed') return before(first.Item)
    const last = reasons.at(-1)
    if (last?.Code === 'ConditionalCheckFailed' && last.Item?.recentContacts !== undefined)
      return { kind: 'contacts-changed', profile: parseProfile(unmarshall(last.Item)) }
    if (reasons.some(({ Code }) => Code === 'TransactionConflict')) throw new RetryableError('conflict')
    if (reasons.some(({ Code }) => Code === 'ThrottlingError' || Code === 'ProvisionedThroughputExceeded'))
      throw new RetryableError('throttled')
    throw error
  }

  return {
    record: async (record, contacts) => {
      const { decision, consequences } = keyed(record)
      if (consequences.length === 0) return recordAlone(decision)
      const items: TransactItem[] = [
        { Put: putOnce(decision) },
        ...consequences.map((item) => ({ Put: putOnce(item) })),
        ...(contacts ? [contactsUpdate(customersTable, decision.customerId, contacts)] : []),
      ]
      try {
        await documentClient.send(new TransactWriteCommand({ TransactItems: items }))
        return { kind: 'recorded', deliveries: deliveriesOf(decision) }
      } catch (error) {
        if (error instanceof TransactionCanceledException) return cancelled(error)
        throw error
      }
    },
  }
}
