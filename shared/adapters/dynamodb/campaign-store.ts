import { type DynamoDBDocumentClient, GetCommand, paginateQuery } from '@aws-sdk/lib-dynamodb'
import { type Item, parseCampaignItem } from '#shared/adapters/dynamodb/campaign-items.ts'
import { remembered } from '#shared/adapters/dynamodb/remembered.ts'
import { createSettingsReader } from '#shared/adapters/dynamodb/settings-reader.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { CampaignStore } from '#shared/ports/campaign-store.ts'
import {
  campaignCollection,
  LIVE_COLLECTION,
  LIVE_REVISION_KEY,
  versionEntry,
} from '#shared/tables/campaigns.ts'

/**
 * However the revision stands, all live campaigns are read again after this, in milliseconds: a write that does not know
 * of it, such as one by hand, is seen at last.
 */
const REREAD_MS = 5 * 60_000

/** A campaign item that could not be read: where it stands, and which of its fields are wrong. */
export interface UnusableCampaign {
  readonly collection: string
  readonly entry: string
  readonly fields: readonly string[]
}

export interface CampaignStoreOptions {
  readonly documentClient: DynamoDBDocumentClient
  readonly tableName: string
  /**
   * How long live campaigns and settings are kept in memory, in milliseconds. With 0 all of them are read at every asking;
   * else live campaigns only where their revision has changed meanwhile.
   */
  readonly cacheMs: number
  /** Wall clock in epoch milliseconds. */
  readonly now: () => number
  /** Told about each campaign that is left out, at every reading; see shared/lambda/unusable-campaign.ts. */
  readonly onUnusable: (campaign: UnusableCampaign) => void
}

/** As `remembered`, for many things, each by its key and with a time of its own. */
const rememberedByKey = <T>(
  load: (key: string) => Promise<T>,
  cacheMs: number,
  now: () => number,
): ((key: string) => Promise<T>) => {
  const loaders = new Map<string, () => Promise<T>>()
  return (key) => {
    const loader = loaders.get(key) ?? remembered(() => load(key), cacheMs, now)
    loaders.set(key, loader)
    return loader()
  }
}

/**
 * Items whose content is the same as at the last reading keep the campaign that was read from them, and where nothing has
 * changed the list stays the very same: what is compiled is kept by it (`campaignIndex`). Reading a thousand campaigns anew
 * costs a third of the time then.
 */
const rereading = (read: (item: Item) => Campaign | undefined) => {
  let last: readonly Campaign[] = []
  let known: ReadonlyMap<string, Campaign> = new Map()
  return (items: readonly Item[]): readonly Campaign[] => {
    const now = new Map<string, Campaign>()
    for (const item of items) {
      const content = JSON.stringify(item)
      const campaign = known.get(content) ?? read(item)
      if (campaign) now.set(content, campaign)
    }
    const list = [...now.values()]
    const isSame = list.length === last.length && list.every((campaign, place) => campaign === last[place])
    known = now
    if (!isSame) last = list
    return last
  }
}

/** The campaigns table behind the port. Reads are consistent, so that a pause is seen as soon as the memory is old. */
export const createCampaignStore = (options: CampaignStoreOptions): CampaignStore => {
  const { documentClient, tableName, cacheMs, now, onUnusable } = options

  const read = (item: Item): Campaign | undefined => {
    const parsed = parseCampaignItem(item)
    if (parsed.success) return parsed.data
    const fields = parsed.error.issues.map((issue) => issue.path.join('.'))
    onUnusable({ collection: String(item.collection), entry: String(item.entry), fields })
    return undefined
  }

  const reread = rereading(read)

  const get = async (key: { collection: string; entry: string }): Promise<Item | undefined> => {
    const command = new GetCommand({ TableName: tableName, Key: key, ConsistentRead: true })
    return (await documentClient.send(command)).Item
  }

  const queryLive = async () => {
    const pages = paginateQuery(
      { client: documentClient },
      {
        TableName: tableName,
        KeyConditionExpression: '#collection = :live',
        ExpressionAttributeNames: { '#collection': 'collection' },
        ExpressionAttributeValues: { ':live': LIVE_COLLECTION },
        ConsistentRead: true,
      },
    )
    const items: Item[] = []
    for await (const page of pages) items.push(...(page.Items ?? []))
    const list = reread(items)
    return { list, isWhole: list.length === items.length }
  }

  /** The revision is read first, so that what is written meanwhile changes it for the next time. */
  let kept:
    | { readonly revision: unknown; readonly at: number; readonly list: readonly Campaign[] }
    | undefined
  const loadLive = async (): Promise<readonly Campaign[]> => {
    if (cacheMs === 0) return (await queryLive()).list
    const at = now()
    const revision = (await get(LIVE_REVISION_KEY))?.revision
    const isKnown = revision !== undefined && revision === kept?.revision
    if (kept && isKnown && at - kept.at < REREAD_MS) return kept.list
    const { list, isWhole } = await queryLive()
    // What cannot be read is told of as long as it stands there.
    kept = isWhole ? { revision, at, list } : undefined
    return list
  }

  const loadOne = async (campaignId: string): Promise<Campaign | undefined> => {
    const item = await get({ collection: LIVE_COLLECTION, entry: campaignId })
    return item && read(item)
  }

  return {
    liveCampaigns: remembered(loadLive, cacheMs, now),
    liveCampaign: rememberedByKey(loadOne, cacheMs, now),
    settings: createSettingsReader(options).settings,
    version: async (campaignId, version) => {
      const item = await get({ collection: campaignCollection(campaignId), entry: versionEntry(version) })
      return item && read(item)
    },
  }
}
