import { defineTable } from '#shared/tables/table.ts'

export const campaignsTable = defineTable({
  name: 'campaigns',
  holds: 'campaign versions, the live versions, settings, the cursor of the calendar sweep',
  partitionKey: 'collection',
  sortKey: 'entry',
  indexes: {},
  encryption: 'aws-managed',
  accessPatterns: [
    { need: 'all live campaigns, into memory', how: 'Query `live`' },
    { need: 'versions of a campaign', how: 'Query `campaign#ID`' },
    { need: 'settings of the engine', how: 'GetItem `settings` + `engine`' },
    { need: 'how far the calendar was swept', how: 'GetItem `sweep` + `calendar`' },
  ],
})

/** Collection of the campaigns that functions keep in memory; the entry is the campaign's id. */
export const LIVE_COLLECTION = 'live'

/** Collection of all versions of one campaign; the entry is `versionEntry(n)`. */
export const campaignCollection = (campaignId: string): string => `campaign#${campaignId}`

/** Padded, so that versions sort as numbers do. */
export const versionEntry = (version: number): string => `v${String(version).padStart(6, '0')}`

export const SETTINGS_KEY = { collection: 'settings', entry: 'engine' } as const
export const SWEEP_CURSOR_KEY = { collection: 'sweep', entry: 'calendar' } as const
