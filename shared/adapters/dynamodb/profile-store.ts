import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { birthdayKeyMend, birthdayKeyOf, touchesBirthday } from '#shared/adapters/dynamodb/birthday-key.ts'
import { type IndexKeys, registerUpdate } from '#shared/adapters/dynamodb/register-update.ts'
import { RetryableError } from '#shared/domain/errors.ts'
import { profileView } from '#shared/domain/profile/profile-view.ts'
import { newestWrites, type RegisterWrite, stillNewer } from '#shared/domain/profile/register.ts'
import type { ProfileStore } from '#shared/ports/profile-store.ts'
import { calendarShard, cardExpiryKey, cardItem, PROFILE_ITEM } from '#shared/tables/customers.ts'

type Item = Record<string, unknown>

/** Keeps an update far below DynamoDB's 4 KB of expression and 300 operators. */
const REGISTERS_PER_UPDATE = 30

/** How often a write is tried against concurrent ones before the work goes back to the queue. */
const ATTEMPTS = 5

/** The calendar's key follows from the registers that say which day it is. */
const indexKeysOf = (customerId: string, writes: readonly RegisterWrite[]): IndexKeys => {
  const birthday = birthdayKeyOf(customerId, writes)
  if (birthday !== undefined) return { calendarKey: birthday }
  const expiry = writes.find(({ attribute }) => attribute === 'expiry')?.value.x
  if (expiry === undefined) return {}
  return { calendarKey: expiry === null ? null : cardExpiryKey(String(expiry), calendarShard(customerId)) }
}

const chunks = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  )

interface Written {
  readonly item: Item
  readonly changed: boolean
  readonly writeUnits: number
}

/**
 * The customers table behind the port. A write returns the item for free: the new one where its condition held, the
 * old one where it did not, so that deciding needs no read.
 */
export const createProfileStore = ({
  documentClient,
  tableName,
}: {
  documentClient: DynamoDBDocumentClient
  tableName: string
}): ProfileStore => {
  const update = async (customerId: string, item: string, writes: readonly RegisterWrite[]) => {
    try {
      const { Attributes, ConsumedCapacity } = await documentClient.send(
        new UpdateCommand({
          TableName: tableName,
          Key: { customerId, item },
          ...registerUpdate(writes, indexKeysOf(customerId, writes)),
          ReturnValues: 'ALL_NEW',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          ReturnConsumedCapacity: 'TOTAL',
        }),
      )
      return { written: true, item: Attributes as Item, writeUnits: ConsumedCapacity?.CapacityUnits ?? 0 }
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error
      // The service bills a failed condition by the size of the item it looked at; ours is at most 1 KB, and the
      // exception does not carry the figure.
      return { written: false, item: unmarshall(error.Item ?? {}) as Item, writeUnits: 1 }
    }
  }

  const writeNewer = async (
    customerId: string,
    item: string,
    writes: readonly RegisterWrite[],
  ): Promise<Written> => {
    let pending = [...writes]
    let writeUnits = 0
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const result = await update(customerId, item, pending)
      writeUnits += result.writeUnits
      if (result.written) return { item: result.item, changed: true, writeUnits }
      pending = stillNewer(pending, result.item)
      if (pending.length === 0) return { item: result.item, changed: false, writeUnits }
    }
    throw new RetryableError('conflict')
  }

  const writeAll = async (customerId: string, item: string, writes: readonly RegisterWrite[]) => {
    let last: Written = { item: {}, changed: false, writeUnits: 0 }
    for (const chunk of chunks(newestWrites(writes), REGISTERS_PER_UPDATE)) {
      const written = await writeNewer(customerId, item, chunk)
      last = {
        item: written.item,
        changed: last.changed || written.changed,
        writeUnits: last.writeUnits + written.writeUnits,
      }
    }
    return last
  }

  /**
   * Date and calendar of birth may come in two events, in either order, or the work may have died between a write and
   * this: so it looks at the item as it stands, also after a write that changed nothing.
   * @returns what it cost: nothing for the many facts that move no birthday, and where the birthday stands right
   */
  const mendBirthday = async (customerId: string, facts: readonly RegisterWrite[], item: Item) => {
    const mend = touchesBirthday(facts) ? birthdayKeyMend(customerId, item) : undefined
    if (!mend) return 0
    try {
      const { ConsumedCapacity } = await documentClient.send(
        new UpdateCommand({
          TableName: tableName,
          Key: { customerId, item: PROFILE_ITEM },
          ...mend,
          ReturnConsumedCapacity: 'TOTAL',
        }),
      )
      return ConsumedCapacity?.CapacityUnits ?? 0
    } catch (error) {
      // A newer fact came in between; whoever wrote it has seen this one, and mends the key.
      if (error instanceof ConditionalCheckFailedException) return 1
      throw error
    }
  }

  return {
    apply: async (customerId, facts) => {
      const { item, changed, writeUnits } = await writeAll(customerId, PROFILE_ITEM, facts)
      const mendUnits = await mendBirthday(customerId, facts, item)
      return { view: profileView(item), changed, writeUnits: writeUnits + mendUnits }
    },

    keepCalendar: async (customerId, cardId, { expiry, timeZone }) => {
      const writes: RegisterWrite[] = [
        ...(expiry ? [{ attribute: 'expiry', value: { v: expiry.v, x: expiry.expiresOn } }] : []),
        ...(timeZone ? [{ attribute: 'timeZone', value: timeZone }] : []),
      ]
      if (writes.length === 0) return { writeUnits: 0 }
      const { writeUnits } = await writeAll(customerId, cardItem(cardId), writes)
      return { writeUnits }
    },
  }
}
