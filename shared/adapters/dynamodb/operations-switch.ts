import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import {
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb'
import * as z from 'zod/mini'
import { type RecordedChange, recordedChange, SWITCHED } from '#shared/adapters/dynamodb/switch-changes.ts'
import { defaultSettings, type Settings, settingsSchema } from '#shared/domain/settings.ts'
import { SETTINGS_AUDIT_SUBJECT } from '#shared/tables/audit.ts'
import { SETTINGS_KEY } from '#shared/tables/campaigns.ts'

export type Switches = Settings['operations']

/** Who moves the switches, and why: it stands in the audit table for ever. */
export interface Responsible {
  readonly by: string
  readonly because: string
  readonly at: Date
}

export interface OperationsSwitch {
  /** @throws SettingsMissingError where nothing was seeded */
  read(): Promise<Switches>
  /**
   * Moves the switches, and writes down who and why in the same transaction; nothing else of the settings is touched.
   * @returns false where they were not as expected any more: nothing was changed
   */
  move(before: Switches, after: Switches, responsible: Responsible): Promise<boolean>
  /** The latest moves, newest first, by whatever way they were made; of those that left a line in the audit table. */
  changes(): Promise<readonly RecordedChange[]>
}

/** There are no settings, so there is nothing that a switch could act upon. */
export class SettingsMissingError extends Error {
  override readonly name = 'SettingsMissingError'
}

const switchesSchema = settingsSchema.shape.operations

/** How far back `changes` looks, in lines about the settings. */
const LATEST = 50

/** Settings of an earlier release have no switches yet. */
const settingsUpdate = (hasSwitches: boolean, before: Switches, after: Switches) => ({
  UpdateExpression: 'SET #operations = :after',
  ConditionExpression: hasSwitches
    ? '#operations = :before'
    : 'attribute_exists(#entry) AND attribute_not_exists(#operations)',
  ExpressionAttributeNames: { '#operations': 'operations', ...(hasSwitches ? {} : { '#entry': 'entry' }) },
  ExpressionAttributeValues: { ':after': after, ...(hasSwitches ? { ':before': before } : {}) },
})

/** Somebody else was quicker, whatever of it DynamoDB names; anything else is an error. */
const wasQuicker = (error: unknown): boolean =>
  error instanceof TransactionCanceledException &&
  (error.CancellationReasons ?? []).some(
    ({ Code }) => Code === 'ConditionalCheckFailed' || Code === 'TransactionConflict',
  )

interface Tables {
  readonly documentClient: DynamoDBDocumentClient
  readonly campaignsTable: string
  readonly auditTable: string
}

/** The operators' switches in the settings item, behind conditions, each change audited. */
export const createOperationsSwitch = (tables: Tables): OperationsSwitch => {
  const { documentClient, campaignsTable, auditTable } = tables

  const stored = async (): Promise<Switches | undefined> => {
    const request = { TableName: campaignsTable, Key: SETTINGS_KEY, ConsistentRead: true }
    const { Item } = await documentClient.send(new GetCommand(request))
    if (!Item) throw new SettingsMissingError('the settings are missing in the campaigns table')
    return z.parse(z.optional(switchesSchema), Item.operations)
  }

  const move: OperationsSwitch['move'] = async (before, after, { by, because, at }) => {
    const hasSwitches = (await stored()) !== undefined
    const change = { at: at.toISOString(), by, because, before, after }
    const settings = settingsUpdate(hasSwitches, before, after)
    const key = { subject: SETTINGS_AUDIT_SUBJECT, entry: `${change.at}#${SWITCHED}` }
    const command = new TransactWriteCommand({
      TransactItems: [
        { Update: { TableName: campaignsTable, Key: SETTINGS_KEY, ...settings } },
        {
          Put: {
            TableName: auditTable,
            Item: { ...key, action: SWITCHED, ...change },
            ConditionExpression: 'attribute_not_exists(#entry)',
            ExpressionAttributeNames: { '#entry': 'entry' },
          },
        },
      ],
    })
    try {
      await documentClient.send(command)
      return true
    } catch (error) {
      if (wasQuicker(error)) return false
      throw error
    }
  }

  return {
    read: async () => (await stored()) ?? defaultSettings.operations,
    move,
    changes: async () => {
      const { Items = [] } = await documentClient.send(
        new QueryCommand({
          TableName: auditTable,
          KeyConditionExpression: '#subject = :subject',
          ExpressionAttributeNames: { '#subject': 'subject' },
          ExpressionAttributeValues: { ':subject': SETTINGS_AUDIT_SUBJECT },
          ScanIndexForward: false,
          Limit: LATEST,
        }),
      )
      return Items.flatMap((item) => recordedChange(item) ?? [])
    },
  }
}
