import { TransactionConflictException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { conditionHeld } from '#shared/adapters/dynamodb/condition-held.ts'
import { RetryableError } from '#shared/domain/errors.ts'
import type { ContactsChange } from '#shared/ports/decision-recorder.ts'
import type { RecentContacts } from '#shared/ports/recent-contacts.ts'
import { PROFILE_ITEM } from '#shared/tables/customers.ts'

/** The one conditional write of a change: whoever has seen other contacts cannot make it, and so passes no cap. */
export const contactsUpdate = (customerId: string, { seen, next }: ContactsChange) => ({
  Key: { customerId, item: PROFILE_ITEM },
  UpdateExpression: 'SET #contacts = :next',
  ConditionExpression: seen.length === 0 ? 'attribute_not_exists(#contacts)' : '#contacts = :seen',
  ExpressionAttributeNames: { '#contacts': 'recentContacts' },
  ExpressionAttributeValues: { ':next': next, ...(seen.length === 0 ? {} : { ':seen': seen }) },
})

/** The customers table behind the port, write only: nothing of the profile comes back. */
export const createRecentContacts = (
  documentClient: DynamoDBDocumentClient,
  tableName: string,
): RecentContacts => ({
  replace: async (customerId, change) => {
    try {
      const command = new UpdateCommand({ TableName: tableName, ...contactsUpdate(customerId, change) })
      return await conditionHeld(documentClient.send(command))
    } catch (error) {
      if (error instanceof TransactionConflictException) throw new RetryableError('conflict')
      throw error
    }
  },
})
