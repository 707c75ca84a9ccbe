import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { registerUpdate } from '#shared/adapters/dynamodb/register-update.ts'
import { conditionFailed, type TransactItem, writeAll } from '#shared/adapters/dynamodb/transaction.ts'
import { type Confirmation, confirmationOf, type OptOutReply } from '#shared/domain/opt-out/confirmation.ts'
import { consentAttribute } from '#shared/domain/profile/customer-profile.ts'
import { suppressionWrite } from '#shared/domain/profile/suppression.ts'
import type { OptOuts } from '#shared/ports/opt-outs.ts'
import { PROFILE_ITEM } from '#shared/tables/customers.ts'
import { dueAttributes, journalExpiry, messageEntry } from '#shared/tables/journal.ts'

export interface OptOutsOptions {
  readonly documentClient: DynamoDBDocumentClient
  readonly customersTable: string
  readonly auditTable: string
  readonly journalTable: string
}

/** A transaction takes a hundred items: two a customer, and the confirmation. */
const CUSTOMERS_TOGETHER = 49

/**
 * The register, if it says something new: that nobody has said, or that a consent to either purpose has taken back since.
 */
const registerOf = ({ replyId, at }: OptOutReply) => {
  const update = registerUpdate([
    suppressionWrite({
      channel: 'sms',
      reason: 'opted-out',
      since: at,
      from: at,
      providerMessageId: replyId,
    }),
  ])
  const consents = { '#marketing': 'marketing', '#service': 'service' }
  const takenBack = Object.keys(consents).map((name) => `(${name}.#v > #r0.#v AND ${name}.#x = :given)`)
  return {
    ...update,
    ConditionExpression: `${update.ConditionExpression} AND (attribute_not_exists(#r0) OR ${takenBack.join(' OR ')})`,
    ExpressionAttributeNames: {
      ...update.ExpressionAttributeNames,
      ...Object.fromEntries(
        Object.entries(consents).map(([name, purpose]) => [name, consentAttribute(purpose, 'sms')]),
      ),
      '#x': 'x',
    },
    ExpressionAttributeValues: { ...update.ExpressionAttributeValues, ':given': true },
  }
}

/** That they did it, when and by which message; neither its words nor the number. */
const auditEntryOf = (customerId: string, { replyId, at }: OptOutReply) => ({
  subject: `customer#${customerId}`,
  entry: `${at.toISOString()}#opted-out#sms`,
  action: 'opted-out',
  by: 'customer, by replying to an SMS',
  channel: 'sms',
  reply: replyId,
})

const journalItem = (confirmation: Confirmation, { replyId, at }: OptOutReply) => ({
  ...confirmation,
  ...dueAttributes('release', confirmation.customerId, confirmation.decidedAt),
  entry: messageEntry(at, confirmation.campaignId, replyId),
  expiresAt: journalExpiry(at),
})

const putOnce = (TableName: string, Item: Record<string, unknown>): TransactItem => ({
  Put: {
    TableName,
    Item,
    ConditionExpression: 'attribute_not_exists(#entry)',
    ExpressionAttributeNames: { '#entry': 'entry' },
  },
})

/** Customers, audit and journal table behind the port, write only: nothing of a profile comes back. */
export const createOptOuts = (options: OptOutsOptions): OptOuts => {
  const { documentClient, customersTable, auditTable, journalTable } = options

  const itemsFor = (customerId: string, reply: OptOutReply): TransactItem[] => [
    {
      Update: {
        TableName: customersTable,
        Key: { customerId, item: PROFILE_ITEM },
        ...registerOf(reply),
      },
    },
    putOnce(auditTable, auditEntryOf(customerId, reply)),
  ]

  /**
   * Writes for all of them at once. Nothing is read, so that only a failed condition tells who has opted out already:
   * they are left out, and the others tried again. Ends, because each round leaves out at least one.
   */
  const keepTogether = async (customers: readonly string[], reply: OptOutReply, now: Date | undefined) => {
    let left = customers
    for (let [first] = left; first !== undefined; [first] = left) {
      const answer = now && confirmationOf(first, reply, now)
      const items = left.flatMap((customerId) => itemsFor(customerId, reply))
      if (answer) items.push(putOnce(journalTable, journalItem(answer, reply)))
      const outcome = await writeAll(documentClient, items)
      if (outcome.written) return left.length
      const { reasons } = outcome
      const others = left.filter(
        (_, index) => !conditionFailed(reasons, 2 * index) && !conditionFailed(reasons, 2 * index + 1),
      )
      if (others.length === left.length) throw new Error('a confirmation is there without its opt-out')
      left = others
    }
    return 0
  }

  return {
    keep: async (customers, reply, now) => {
      const kept = await keepTogether(customers.slice(0, CUSTOMERS_TOGETHER), reply, now)
      let more = 0
      // A number that so many share is a switchboard's. Their first are confirmed, or this reply is not the first.
      for (let start = CUSTOMERS_TOGETHER; start < customers.length; start += CUSTOMERS_TOGETHER)
        more += await keepTogether(customers.slice(start, start + CUSTOMERS_TOGETHER), reply, undefined)
      return kept + more
    },
  }
}
