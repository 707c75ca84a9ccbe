import { isDeepStrictEqual } from 'node:util'
import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod/mini'
import { type Item, parseCampaignItem } from '#shared/adapters/dynamodb/campaign-items.ts'
import { paceStateSchema } from '#shared/adapters/dynamodb/launch-line.ts'
import { parseSettingsItem } from '#shared/adapters/dynamodb/settings-reader.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { PermanentError } from '#shared/domain/errors.ts'
import { launchIdParts, launchSchema } from '#shared/domain/launch/launch.ts'
import type { LaunchView, LaunchWatch } from '#shared/ports/launch-watch.ts'
import { LIVE_COLLECTION, launchKey, launchLineKey, SETTINGS_KEY } from '#shared/tables/campaigns.ts'

/** The campaign as it was compiled last, and the item that it was read from. */
interface Known {
  readonly item: Item | undefined
  readonly campaigns: readonly Campaign[]
}

/** By value: the attributes of an item come in any order. */
const campaignsIn = (item: Item | undefined, known: Known | undefined): Known => {
  if (known && isDeepStrictEqual(known.item, item)) return known
  const parsed = item && parseCampaignItem(item)
  if (parsed && !parsed.success) throw new PermanentError('the live campaign cannot be read')
  return { item, campaigns: parsed ? [parsed.data] : [] }
}

/**
 * The campaigns table behind the port: four items, eventually consistent, at most once in `keptMs` for a launch. A launch
 * needs no campaign but its own: no other one is a candidate of its signal.
 */
export const createLaunchWatch = ({
  documentClient,
  campaignsTable,
  keptMs,
  now,
}: {
  readonly documentClient: DynamoDBDocumentClient
  readonly campaignsTable: string
  readonly keptMs: number
  /** Wall clock in epoch milliseconds. */
  readonly now: () => number
}): LaunchWatch => {
  let known: Known | undefined
  let seen: { readonly launchId: string; readonly at: number; readonly view: LaunchView } | undefined

  const get = async (Key: { collection: string; entry: string }, ConsistentRead = false) => {
    const { Item, ConsumedCapacity } = await documentClient.send(
      new GetCommand({ TableName: campaignsTable, Key, ConsistentRead, ReturnConsumedCapacity: 'TOTAL' }),
    )
    return { item: Item, readUnits: ConsumedCapacity?.CapacityUnits ?? 0 }
  }

  const read = async (launchId: string): Promise<LaunchView | undefined> => {
    const parts = launchIdParts(launchId)
    if (!parts) return undefined
    const key = launchKey(parts.campaignId, parts.at)
    const [found, campaign, settings, line] = await Promise.all([
      get(key),
      get({ collection: LIVE_COLLECTION, entry: parts.campaignId }),
      get(SETTINGS_KEY),
      get(launchLineKey(launchId)),
    ])
    // Its work may be here sooner than an eventually consistent read sees it, and would be dropped.
    const launch = found.item ? found : await get(key, true)
    if (!launch.item) return undefined
    if (!settings.item) throw new Error('the settings are missing in the campaigns table')
    known = campaignsIn(campaign.item, known)
    return {
      launch: z.parse(launchSchema, launch.item),
      campaigns: known.campaigns,
      settings: parseSettingsItem(settings.item),
      line: z.parse(paceStateSchema, line.item ?? {}),
      readUnits: [launch, campaign, settings, line].reduce((sum, { readUnits }) => sum + readUnits, 0),
    }
  }

  return {
    look: async (launchId) => {
      if (seen?.launchId === launchId && now() - seen.at < keptMs) return { ...seen.view, readUnits: 0 }
      const at = now()
      const view = await read(launchId)
      seen = view && { launchId, at, view }
      return view
    },
  }
}
