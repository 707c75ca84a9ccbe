import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { conditionHeld } from '#shared/adapters/dynamodb/condition-held.ts'
import { registerUpdate } from '#shared/adapters/dynamodb/register-update.ts'
import { suppressionWrite } from '#shared/domain/profile/suppression.ts'
import type { Suppressions } from '#shared/ports/suppressions.ts'
import { PROFILE_ITEM } from '#shared/tables/customers.ts'

/** The customers table behind the port, write only: nothing of the profile comes back. */
export const createSuppressionWriter = (
  documentClient: DynamoDBDocumentClient,
  tableName: string,
): Suppressions => ({
  keep: async (customerId, reported) => {
    const Key = { customerId, item: PROFILE_ITEM }
    const update = registerUpdate([suppressionWrite(reported)])
    return conditionHeld(documentClient.send(new UpdateCommand({ TableName: tableName, Key, ...update })))
  },
})
