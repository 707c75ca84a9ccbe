import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { registerUpdate } from '#shared/adapters/dynamodb/register-update.ts'
import { counterUpdate, type ResultsTarget } from '#shared/adapters/dynamodb/result-counters.ts'
import { writeAll } from '#shared/adapters/dynamodb/transaction.ts'
import { consentAttribute } from '#shared/domain/profile/customer-profile.ts'
import { suppressionWrite } from '#shared/domain/profile/suppression.ts'
import { bankDay, NO_VARIANT } from '#shared/domain/results/counters.ts'
import type { Unsubscription } from '#shared/domain/unsubscribe/token.ts'
import type { Unsubscriptions } from '#shared/ports/unsubscriptions.ts'
import { PROFILE_ITEM } from '#shared/tables/customers.ts'

export interface UnsubscriptionsOptions {
  readonly documentClient: DynamoDBDocumentClient
  readonly customersTable: string
  readonly auditTable: string
  readonly results: ResultsTarget
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

/** An unsubscription must not fail because nobody can say which day it is at the bank. */
const dayOf = async ({ dayOf: bankDayOf }: ResultsTarget, at: Date): Promise<string> => {
  try {
    return await bankDayOf(at)
  } catch {
    return bankDay(at, 'UTC')
  }
}

/** The token knows campaign and version, and not which variant the message was. */
const counterOf = async (results: ResultsTarget, unsubscription: Unsubscription, at: Date) => {
  const day = await dayOf(results, at)
  return counterUpdate(results.campaignsTable, { ...unsubscription, variant: NO_VARIANT, day }, [
    'unsubscribed',
  ])
}

/**
 * Customers and audit table behind the port, and the campaign's counter in the same transaction; write only: nothing of
 * the profile comes back. Mail programs like to post twice at once, and the bank's events write to the same profile.
 */
export const createUnsubscriptions = (options: UnsubscriptionsOptions): Unsubscriptions => ({
  keep: async (unsubscription, at) => {
    const { documentClient, customersTable, auditTable, results } = options
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
    const counter = await counterOf(results, unsubscription, at)
    return (await writeAll(documentClient, [{ Update }, { Put }, counter])).written
  },
})
