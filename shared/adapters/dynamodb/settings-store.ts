import { createHash } from 'node:crypto'
import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb'
import { auditPut } from '#shared/adapters/dynamodb/audit.ts'
import { type Item, settingsItem } from '#shared/adapters/dynamodb/campaign-items.ts'
import { parseSettingsItem } from '#shared/adapters/dynamodb/settings-reader.ts'
import { writeAll } from '#shared/adapters/dynamodb/transaction.ts'
import { settingsSchema } from '#shared/domain/settings.ts'
import type { SettingsStore } from '#shared/ports/settings-store.ts'
import { SETTINGS_KEY } from '#shared/tables/campaigns.ts'

/** The same text for the same content, in whatever order DynamoDB gives a map's keys. */
const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const keys = value as Item
  const entries = Object.keys(keys).sort()
  return `{${entries.map((key) => `${JSON.stringify(key)}:${canonical(keys[key])}`).join()}}`
}

const tagOf = (item: Item): string =>
  createHash('sha256').update(canonical(item)).digest().subarray(0, 12).toString('base64url')

/**
 * That the item is what was read, attribute by attribute: it has no revision, because what reads it takes no attribute
 * that it does not know, and operators move switches in it by a way of their own.
 */
const unchanged = (item: Item) => {
  const names = Object.keys(settingsSchema.shape)
  const seen = names.filter((name) => item[name] !== undefined)
  return {
    ConditionExpression: [
      'attribute_exists(#entry)',
      ...names.map((name) =>
        item[name] === undefined ? `attribute_not_exists(#${name})` : `#${name} = :${name}`,
      ),
    ].join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(['entry', ...names].map((name) => [`#${name}`, name])),
    ...(seen.length === 0
      ? {}
      : { ExpressionAttributeValues: Object.fromEntries(seen.map((name) => [`:${name}`, item[name]])) }),
  }
}

interface Tables {
  readonly documentClient: DynamoDBDocumentClient
  readonly campaignsTable: string
  readonly auditTable: string
}

/** The settings item of the campaigns table behind the port. */
export const createSettingsStore = ({
  documentClient,
  campaignsTable: TableName,
  auditTable,
}: Tables): SettingsStore => {
  const stored = async (): Promise<Item> => {
    const command = new GetCommand({ TableName, Key: SETTINGS_KEY, ConsistentRead: true })
    const { Item } = await documentClient.send(command)
    if (!Item) throw new Error('the settings are missing in the campaigns table')
    return Item
  }

  return {
    read: async () => {
      const item = await stored()
      return { settings: parseSettingsItem(item), tag: tagOf(item) }
    },
    replace: async (seen, settings, audit) => {
      const item = await stored()
      if (tagOf(item) !== seen) return false
      const Put = { TableName, Item: settingsItem(settings), ...unchanged(item) }
      return (await writeAll(documentClient, [{ Put }, auditPut(auditTable, audit)])).written
    },
  }
}
