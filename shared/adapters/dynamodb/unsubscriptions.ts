import { setTimeout as delay } from 'node:timers/promises'
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { registerUpdate } from '#shared/adapters/dynamodb/register-update.ts'
import { RetryableError } from '#shared/domain/errors.ts'
import { consentAttribute } from '#shared/domain/profile/customer-profile.ts'
import { suppressionWrite } from '#shared/domain/profile/suppression.ts'
import type { Unsubscription } from '#shared/domain/unsubscribe/token.ts'
import type { Unsubscriptions } from '#shared/ports/unsubscriptions.ts'
import { PROFILE_ITEM } from '#shared/tables/customers.ts'

export interface UnsubscriptionsOptions {
  readonly documentClient: DynamoDBDocumentClient
  readonly customersTable: string
  readonly auditTable: string
}

const campaignOf = ({ campaignId, campaignVersion }: Unsubscription): string =>
  `${campaignId}@${campaignVersion}`

/** The register, if it says something new: that nobody has said, or that was taken back by a consent since. */
const registerOf = (unsubscription: Unsubscription, at: Date) => {
  const update = registerUpdate([
    suppressionWrite({
      channel: unsubscription.channel,
      reason: 'unsubscribed',
      since: at,
      from: at,
      providerMessageId: campaignOf(unsubscription),
    }),
  ])
  const { ConditionExpression, ExpressionAttributeNames } = update
  return {
    ...update,
    ConditionExpression: `${ConditionExpression} AND (attribute_not_exists(#r0) OR #consent.#v > #r0.#v)`,
    ExpressionAttributeNames: {
      ...ExpressionAttributeNames,
      '#consent': consentAttribute('marketing', unsubscription.channel),
    },
  }
}

const auditEntryOf = (unsubscription: Unsubscription, at: Date) => ({
  subject: `customer#${unsubscription.customerId}`,
  entry: `${at.toISOString()}#unsubscribed#${unsubscription.channel}`,
  action: 'unsubscribed',
  by: 'customer, by the link in a message',
  channel: unsubscription.channel,
  campaign: campaignOf(unsubscription),
})

const isCancelledBy = (code: string, error: unknown): boolean =>
  error instanceof TransactionCanceledException &&
  (error.CancellationReasons ?? []).some(({ Code }) => Code === code)

/** Mail programs like to post twice at once, and the bank's events write to the same profile. */
const ATTEMPTS = 4

const withoutConflict = async <T>(action: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await action()
    } catch (error) {
      if (!isCancelledBy('TransactionConflict', error)) throw error
      if (attempt === ATTEMPTS) throw new RetryableError('conflict')
      await delay(attempt * 50)
    }
  }
}

/** Customers and audit table behind the port, write only: nothing of the profile comes back. */
export const createUnsubscriptions = (options: UnsubscriptionsOptions): Unsubscriptions => ({
  keep: async (unsubscription, at) => {
    const { documentClient, customersTable, auditTable } = options
    const Update = {
      TableName: customersTable,
      Key: { customerId: unsubscription.customerId, item: PROFILE_ITEM },
      ...registerOf(unsubscription, at),
    }
    const Put = {
      TableName: auditTable,
      Item: auditEntryOf(unsubscription, at),
      ConditionExpression: 'attribute_not_exists(#entry)',
      ExpressionAttributeNames: { '#entry': 'entry' },
    }
    try {
      const command = new TransactWriteCommand({ TransactItems: [{ Update }, { Put }] })
      await withoutConflict(() => documentClient.send(command))
      return true
    } catch (error) {
      if (isCancelledBy('ConditionalCheckFailed', error)) return false
      throw error
    }
  },
})
