import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod/mini'
import { remembered } from '#shared/adapters/dynamodb/remembered.ts'
import { defaultSettings, type Settings, settingsSchema } from '#shared/domain/settings.ts'
import type { CampaignStore } from '#shared/ports/campaign-store.ts'
import { SETTINGS_KEY } from '#shared/tables/campaigns.ts'

/**
 * Settings that an earlier release wrote lack what came later; the default stands in until the bank says otherwise.
 * @throws ZodError when the item is not the settings
 */
export const parseSettingsItem = ({
  collection: _collection,
  entry: _entry,
  ...written
}: Readonly<Record<string, unknown>>): Settings => z.parse(settingsSchema, { ...defaultSettings, ...written })

export interface SettingsReaderOptions {
  readonly documentClient: DynamoDBDocumentClient
  readonly tableName: string
  /** How long the settings are kept in memory, in milliseconds. */
  readonly cacheMs: number
  /** Wall clock in epoch milliseconds. */
  readonly now: () => number
}

/** The settings without the campaigns: a function that needs no campaign does not load what reads them (docs/adr/0031). */
export const createSettingsReader = (options: SettingsReaderOptions): Pick<CampaignStore, 'settings'> => {
  const { documentClient, tableName, cacheMs, now } = options
  const load = async (): Promise<Settings> => {
    const command = new GetCommand({ TableName: tableName, Key: SETTINGS_KEY, ConsistentRead: true })
    const { Item } = await documentClient.send(command)
    if (!Item) throw new Error('the settings are missing in the campaigns table')
    return parseSettingsItem(Item)
  }
  return { settings: remembered(load, cacheMs, now) }
}
