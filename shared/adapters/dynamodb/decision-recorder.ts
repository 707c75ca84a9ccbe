import { type CancellationReason, ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import * as z from 'zod/mini'
import { capacityUpdate, createKnownCapacity } from '#shared/adapters/dynamodb/manager-capacity.ts'
import { contactsUpdate } from '#shared/adapters/dynamodb/recent-contacts.ts'
import { counterUpdate } from '#shared/adapters/dynamodb/result-counters.ts'
import { type TransactItem, writeAll } from '#shared/adapters/dynamodb/transaction.ts'
import { settleDue } from '#shared/adapters/dynamodb/transition-update.ts'
import type { DecisionRecord } from '#shared/domain/decision/decision-record.ts'
import { codedSeen } from '#shared/domain/decision/seen-codes.ts'
import { type DecisionEntry, decisionEntrySchema } from '#shared/domain/message/journal-entry.ts'
import { parseProfile } from '#shared/domain/profile/customer-profile.ts'
import { type Assignment, assignTasks, type ManagerLoad } from '#shared/domain/task/assign-tasks.ts'
import type {
  ContactsChange,
  DecisionRecorder,
  Delivery,
  RecordOutcome,
} from '#shared/ports/decision-recorder.ts'
import {
  assigneeKey,
  decisionEntry,
  dueAttributes,
  journalExpiry,
  messageEntry,
  taskEntry,
} from '#shared/tables/journal.ts'

/** What is read of a stored decision; no more, so that one of an earlier release is understood, too. */
const storedSchema = z.pick(decisionEntrySchema, {
  customerId: true,
  signal: true,
  result: true,
  messages: true,
})

/** Held messages are not on their way yet: they are released when their customer's hours begin. */
const deliveriesOf = ({
  customerId,
  signal,
  messages,
}: Pick<DecisionEntry, 'customerId' | 'signal' | 'messages'>) =>
  messages
    .filter(({ heldUntil }) => heldUntil === undefined)
    .map(
      ({ campaignId, channel, purpose = 'marketing' }): Delivery => ({
        channel,
        // Where an earlier release did not write it down: the line where it holds up nobody.
        purpose,
        customerId,
        entry: messageEntry(new Date(signal.at), campaignId, signal.id),
      }),
    )

/**
 * What a decision that stands in the journal came to, and the messages that must be on their queues.
 * @throws ZodError when the item is no decision
 */
export const recordedDecision = (item: Readonly<Record<string, unknown>>) => {
  const stored = z.parse(storedSchema, item)
  return { result: stored.result, deliveries: deliveriesOf(stored) }
}

const contactsItem = (tableName: string, customerId: string, change: ContactsChange): TransactItem => ({
  Update: {
    TableName: tableName,
    ...contactsUpdate(customerId, change),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  },
})

/** What one item of the transaction is about, in the order in which the items and the reasons stand. */
type Part =
  | { readonly kind: 'decision' | 'consequence' | 'contacts' | 'counter' }
  | { readonly kind: 'capacity'; readonly load: ManagerLoad }

const failedCondition = ({ Code }: CancellationReason): boolean => Code === 'ConditionalCheckFailed'

/** The journal's entries of a record, each task with whoever got it. */
const keyedEntries = ({ decision, messages, tasks }: DecisionRecord, { assignees }: Assignment) => {
  const at = new Date(decision.signal.at)
  const { id } = decision.signal
  const expiresAt = journalExpiry(at)
  const seen = codedSeen(decision.seen)
  return {
    decision: { ...decision, seen, entry: decisionEntry(at, id), expiresAt },
    consequences: [
      ...messages.map((message) => ({
        ...message,
        ...(message.heldUntil === undefined
          ? settleDue(message.customerId)
          : dueAttributes('release', message.customerId, message.heldUntil)),
        entry: messageEntry(at, message.campaignId, id),
        expiresAt,
      })),
      ...tasks.map(({ task }, index) => {
        const assigned = assignees[index] === undefined ? task : { ...task, assignee: assignees[index] }
        return {
          ...assigned,
          assigneeKey: assigneeKey(assigned),
          ...dueAttributes('task', task.customerId, task.dueAt),
          entry: taskEntry(at, task.campaignId, id),
          expiresAt,
        }
      }),
    ],
  }
}

/**
 * The journal behind the port. A decision without consequences is one conditional put (one unit); one with messages or
 * tasks is a transaction (two units an item), so that a message or task exists if and only if its decision does, and
 * neither a cap nor a manager's capacity can be passed by parallel runs; the counters of control groups stand in it, too. An item a winner's message, task and manager,
 * beside decision and contacts: far from the hundred that a transaction takes.
 */
export const createDecisionRecorder = ({
  documentClient,
  journalTable,
  customersTable,
  campaignsTable,
}: {
  documentClient: DynamoDBDocumentClient
  journalTable: string
  customersTable: string
  /** For the counters of control groups. */
  campaignsTable: string
}): DecisionRecorder => {
  const capacity = createKnownCapacity()

  const putOnce = (item: Record<string, unknown>) => ({
    TableName: journalTable,
    Item: item,
    ConditionExpression: 'attribute_not_exists(#entry)',
    ExpressionAttributeNames: { '#entry': 'entry' },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  })

  /** @param item of a failed condition, which both kinds of exception carry as raw attributes */
  const before = (item: CancellationReason['Item']): RecordOutcome => ({
    kind: 'recorded-before',
    ...recordedDecision(unmarshall(item ?? {})),
  })

  const recordAlone = async (decision: DecisionEntry): Promise<RecordOutcome> => {
    try {
      await documentClient.send(new PutCommand(putOnce(decision)))
      return { kind: 'recorded', result: decision.result, deliveries: [] }
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return before(error.Item)
      throw error
    }
  }

  /** @returns undefined where only managers' days were fuller than known: now they are known better */
  const cancelled = (
    reasons: readonly CancellationReason[],
    parts: readonly Part[],
  ): RecordOutcome | undefined => {
    const failed = parts.flatMap((part, index) => {
      const reason = reasons[index]
      return reason && failedCondition(reason) ? [{ part, item: reason.Item }] : []
    })
    const itemOf = (kind: Part['kind']) => failed.find(({ part }) => part.kind === kind)
    const decision = itemOf('decision')
    if (decision) return before(decision.item)
    for (const { part, item } of failed) if (part.kind === 'capacity' && item) capacity.learn(part.load, item)
    const contacts = itemOf('contacts')
    if (contacts?.item?.recentContacts !== undefined)
      return { kind: 'contacts-changed', profile: parseProfile(unmarshall(contacts.item)) }
    if (failed.length > 0 && failed.every(({ part, item }) => part.kind === 'capacity' && item))
      return undefined
    throw new Error('a condition of the decision does not hold')
  }

  const recordWith = async (
    record: DecisionRecord,
    contacts: ContactsChange | undefined,
    assignment: Assignment,
  ): Promise<RecordOutcome | undefined> => {
    const { decision, consequences } = keyedEntries(record, assignment)
    const { heldOut = [] } = record
    if (consequences.length + heldOut.length === 0) return recordAlone(decision)
    const items: (readonly [Part, TransactItem])[] = [
      [{ kind: 'decision' }, { Put: putOnce(decision) }],
      ...consequences.map((item) => [{ kind: 'consequence' }, { Put: putOnce(item) }] as const),
      ...assignment.loads.map(
        (load) => [{ kind: 'capacity', load }, capacityUpdate(journalTable, load)] as const,
      ),
      ...heldOut.map(
        (place) => [{ kind: 'counter' }, counterUpdate(campaignsTable, place, ['heldOut'])] as const,
      ),
    ]
    if (contacts)
      items.push([{ kind: 'contacts' }, contactsItem(customersTable, decision.customerId, contacts)])
    const outcome = await writeAll(
      documentClient,
      items.map(([, item]) => item),
    )
    if (outcome.written)
      return { kind: 'recorded', result: decision.result, deliveries: deliveriesOf(decision) }
    return cancelled(
      outcome.reasons,
      items.map(([part]) => part),
    )
  }

  return {
    record: async (record, contacts) => {
      // Ends: each round without an outcome has found somebody with less room than the assignment counted on.
      for (;;) {
        const outcome = await recordWith(record, contacts, assignTasks(record.tasks, capacity.taken))
        if (outcome) return outcome
      }
    },
  }
}
