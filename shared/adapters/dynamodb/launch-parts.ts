import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import * as z from 'zod/mini'
import { conditionHeld } from '#shared/adapters/dynamodb/condition-held.ts'
import { type LaunchPart, launchPartSchema, newPart } from '#shared/domain/launch/launch-part.ts'
import type { LaunchParts, PageClaimed } from '#shared/ports/launch-parts.ts'
import { launchPartEntry, launchPartKey, launchPartsCollection } from '#shared/tables/campaigns.ts'

const NAMES = { '#state': 'state', '#cursor': 'cursor', '#claim': 'claim', '#until': 'until' }

/** True while the part has not moved on from the cursor that was seen. */
const stillThere = ({ cursor }: LaunchPart): string =>
  cursor === undefined ? 'attribute_not_exists(#cursor)' : '#cursor = :cursor'

const isSame = (left: LaunchPart['cursor'], right: LaunchPart['cursor']): boolean =>
  left?.customerId === right?.customerId && left?.item === right?.item

/** The parts of launches in the campaigns table behind the port. */
export const createLaunchParts = (
  documentClient: DynamoDBDocumentClient,
  campaignsTable: string,
): LaunchParts => ({
  part: async (launchId, part) => {
    const Key = launchPartKey(launchId, part)
    const command = new GetCommand({ TableName: campaignsTable, Key, ConsistentRead: true })
    const { Item } = await documentClient.send(command)
    return Item ? z.parse(launchPartSchema, Item) : newPart(part)
  },

  parts: async (launchId, consistent) => {
    const pages = paginateQuery(
      { client: documentClient },
      {
        TableName: campaignsTable,
        KeyConditionExpression: '#collection = :parts AND begins_with(#entry, :part)',
        ExpressionAttributeNames: { '#collection': 'collection', '#entry': 'entry' },
        ExpressionAttributeValues: {
          ':parts': launchPartsCollection(launchId),
          ':part': launchPartEntry(0).slice(0, 'part#'.length),
        },
        ConsistentRead: consistent,
      },
    )
    const found: LaunchPart[] = []
    for await (const { Items = [] } of pages)
      found.push(...Items.map((item) => z.parse(launchPartSchema, item)))
    return found
  },

  claim: async (launchId, part, claim, now): Promise<PageClaimed> => {
    const { part: number, cursor, done, funnel, readUnits, activeMs } = part
    const command = new UpdateCommand({
      TableName: campaignsTable,
      Key: launchPartKey(launchId, number),
      // The first page finds nothing: what is claimed is a part with all that belongs to one.
      UpdateExpression:
        'SET #claim = :claim, #state = :waiting, #part = :part, #done = :done, #funnel = :funnel, #readUnits = :readUnits, #activeMs = :activeMs',
      ConditionExpression: `(attribute_not_exists(#state) OR #state = :waiting) AND ${stillThere(part)} AND (attribute_not_exists(#claim) OR #claim.#until < :now)`,
      ExpressionAttributeNames: {
        ...NAMES,
        '#part': 'part',
        '#done': 'done',
        '#funnel': 'funnel',
        '#readUnits': 'readUnits',
        '#activeMs': 'activeMs',
      },
      ExpressionAttributeValues: {
        ':claim': claim,
        ':waiting': 'waiting',
        ':part': number,
        ':done': done,
        ':funnel': funnel,
        ':readUnits': readUnits,
        ':activeMs': activeMs,
        ':now': now,
        ...(cursor === undefined ? {} : { ':cursor': cursor }),
      },
      ReturnValues: 'ALL_OLD',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    })
    try {
      const { Attributes } = await documentClient.send(command)
      return { kind: 'claimed', again: Attributes?.claim !== undefined }
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error
      const found = z.safeParse(launchPartSchema, error.Item && unmarshall(error.Item)).data
      const isHere = found?.state === 'waiting' && isSame(found.cursor, cursor)
      return isHere && found.claim ? { kind: 'taken', claim: found.claim } : { kind: 'moved' }
    }
  },

  advance: async (launchId, part, claim) => {
    const { claim: _, ...Item } = part
    const command = new PutCommand({
      TableName: campaignsTable,
      Item: { ...launchPartKey(launchId, part.part), ...Item },
      ConditionExpression: '#claim = :claim',
      ExpressionAttributeNames: { '#claim': 'claim' },
      ExpressionAttributeValues: { ':claim': claim },
    })
    return conditionHeld(documentClient.send(command))
  },
})
