import {
  type AttributeValue,
  ConditionalCheckFailedException,
  UpdateItemCommand,
  type UpdateItemCommandOutput,
} from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb'
import { fromAttribute, toAttributes } from '#shared/adapters/dynamodb/attribute-values.ts'
import { birthdayKeyMend, birthdayKeyOf, touchesBirthday } from '#shared/adapters/dynamodb/birthday-key.ts'
import { type IndexKeys, registerUpdate } from '#shared/adapters/dynamodb/register-update.ts'
import {
  type UpdateItem,
  type UpdateResult,
  type Written,
  writeFacts,
} from '#shared/adapters/dynamodb/write-facts.ts'
import { profileView, type ReadAttribute, readItem } from '#shared/domain/profile/profile-view.ts'
import type { RegisterWrite } from '#shared/domain/profile/register.ts'
import type { AssetTier } from '#shared/domain/vocabulary.ts'
import type { AppliedFacts, ProfileStore } from '#shared/ports/profile-store.ts'
import { calendarShard, cardExpiryKey, cardItem, PROFILE_ITEM } from '#shared/tables/customers.ts'

/** The calendar's key follows from the registers that say which day it is. */
const indexKeysOf = (customerId: string, writes: readonly RegisterWrite[]): IndexKeys => {
  const birthday = birthdayKeyOf(customerId, writes)
  if (birthday !== undefined) return { calendarKey: birthday }
  const expiry = writes.find(({ attribute }) => attribute === 'expiry')?.value.x
  if (expiry === undefined) return {}
  return { calendarKey: expiry === null ? null : cardExpiryKey(String(expiry), calendarShard(customerId)) }
}

type ConditionalUpdate = Pick<
  UpdateCommandInput,
  'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>

const tierUpdate = (tier: AssetTier | undefined, assetsVersion: string): ConditionalUpdate => ({
  UpdateExpression: tier === undefined ? 'REMOVE #tier' : 'SET #tier = :tier',
  ConditionExpression: '#assets.#v = :assets',
  ExpressionAttributeNames: { '#tier': 'tier', '#assets': 'financialAssets', '#v': 'v' },
  ExpressionAttributeValues: {
    ':assets': assetsVersion,
    ...(tier === undefined ? {} : { ':tier': { x: tier } }),
  },
})

/** Attributes stay as they came until somebody asks for their values. */
const read: ReadAttribute = (stored) => fromAttribute(stored as AttributeValue | undefined)

const applied = ({ item, changed, writeUnits }: Written): AppliedFacts => ({
  view: profileView(item, read),
  changed,
  writeUnits,
})

const updated = ({ Attributes = {}, ConsumedCapacity }: UpdateItemCommandOutput): UpdateResult => ({
  written: true,
  item: Attributes,
  writeUnits: ConsumedCapacity?.CapacityUnits ?? 0,
})

/** @throws whatever else the store says than that the condition did not hold */
const notUpdated = (error: unknown): UpdateResult => {
  if (!(error instanceof ConditionalCheckFailedException)) throw error
  // The service bills a failed condition by the size of the item it looked at; ours is at most 1 KB, and the
  // exception does not carry the figure.
  return { written: false, item: error.Item ?? {}, writeUnits: 1 }
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
  const updateOf =
    (customerId: string, item: string): UpdateItem =>
    (change) => {
      const update = registerUpdate(change.registers, indexKeysOf(customerId, change.registers), change)
      const { ExpressionAttributeValues: values } = update
      const command = new UpdateItemCommand({
        TableName: tableName,
        Key: { customerId: { S: customerId }, item: { S: item } },
        UpdateExpression: update.UpdateExpression,
        ConditionExpression: update.ConditionExpression,
        ExpressionAttributeNames: update.ExpressionAttributeNames,
        ExpressionAttributeValues: values && toAttributes(values),
        ReturnValues: 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        ReturnConsumedCapacity: 'TOTAL',
      })
      return documentClient.send(command).then(updated, notUpdated)
    }

  /** @returns what a write cost that may only be made while something is as it was seen to be */
  const updateWhileTrue = async (customerId: string, update: ConditionalUpdate): Promise<number> => {
    try {
      const { ConsumedCapacity } = await documentClient.send(
        new UpdateCommand({
          TableName: tableName,
          Key: { customerId, item: PROFILE_ITEM },
          ...update,
          ReturnConsumedCapacity: 'TOTAL',
        }),
      )
      return ConsumedCapacity?.CapacityUnits ?? 0
    } catch (error) {
      // A newer fact came in between; whoever wrote it has seen this one, and does the same for it.
      if (error instanceof ConditionalCheckFailedException) return 1
      throw error
    }
  }

  /**
   * Date and calendar of birth may come in two events, in either order, or the work may have died between a write and
   * this: so it looks at the item as it stands, also after a write that changed nothing.
   */
  const mendBirthday = async (customerId: string, written: Written): Promise<Written> => {
    const mend = birthdayKeyMend(customerId, readItem(written.item, read))
    if (!mend) return written
    return { ...written, writeUnits: written.writeUnits + (await updateWhileTrue(customerId, mend)) }
  }

  return {
    apply: (customerId, facts, months) => {
      const writing = writeFacts(updateOf(customerId, PROFILE_ITEM), facts, months, read)
      const mended = touchesBirthday(facts)
        ? writing.then((written) => mendBirthday(customerId, written))
        : writing
      return mended.then(applied)
    },

    keepTier: async (customerId, tier, assetsVersion) => ({
      writeUnits: await updateWhileTrue(customerId, tierUpdate(tier, assetsVersion)),
    }),

    keepCalendar: async (customerId, cardId, { expiry, timeZone }) => {
      const writes: RegisterWrite[] = [
        ...(expiry ? [{ attribute: 'expiry', value: { v: expiry.v, x: expiry.expiresOn } }] : []),
        ...(timeZone ? [{ attribute: 'timeZone', value: timeZone }] : []),
      ]
      if (writes.length === 0) return { writeUnits: 0 }
      const { writeUnits } = await writeFacts(updateOf(customerId, cardItem(cardId)), writes, undefined, read)
      return { writeUnits }
    },
  }
}
