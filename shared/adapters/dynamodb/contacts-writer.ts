import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { type IndexKeys, registerUpdate } from '#shared/adapters/dynamodb/register-update.ts'
import { newestWrites, type RegisterWrite } from '#shared/domain/profile/register.ts'
import type { ContactsWriter } from '#shared/ports/contacts-writer.ts'

/**
 * The key by which a reply finds its customer follows from the contact, and changes in the same write, so that an older
 * contact changes neither. A contact that names no phone removes it.
 */
const indexKeysOf = (facts: readonly RegisterWrite[]): IndexKeys => {
  const contact = facts.find(({ attribute }) => attribute === 'contact')?.value
  if (contact === undefined) return {}
  return { phone: typeof contact.phone === 'string' ? contact.phone : null }
}

/**
 * The contacts table, write only: neither the new nor the old item is asked for, so no PII comes back into the engine
 * (and its role could not read any).
 */
export const createContactsWriter = ({
  documentClient,
  tableName,
}: {
  documentClient: DynamoDBDocumentClient
  tableName: string
}): ContactsWriter => {
  const write = async (customerId: string, facts: readonly RegisterWrite[]) => {
    try {
      const { ConsumedCapacity } = await documentClient.send(
        new UpdateCommand({
          TableName: tableName,
          Key: { customerId },
          ...registerUpdate(facts, indexKeysOf(facts)),
          ReturnConsumedCapacity: 'TOTAL',
        }),
      )
      return { written: true, writeUnits: ConsumedCapacity?.CapacityUnits ?? 0 }
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error
      return { written: false, writeUnits: 1 }
    }
  }

  return {
    keep: async (customerId, facts) => {
      const newest = newestWrites(facts)
      if (newest.length === 0) return { writeUnits: 0 }
      const together = await write(customerId, newest)
      if (together.written || newest.length === 1) return { writeUnits: together.writeUnits }
      // One of them is older than what stands there; blind as we are, each is tried by itself.
      const single = await Promise.all(newest.map((fact) => write(customerId, [fact])))
      return { writeUnits: single.reduce((sum, { writeUnits }) => sum + writeUnits, together.writeUnits) }
    },
  }
}
