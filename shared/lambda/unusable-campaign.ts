import type { UnusableCampaign } from '#shared/adapters/dynamodb/campaign-store.ts'
import type { Counters } from '#shared/ports/counters.ts'
import type { Log } from '#shared/ports/log.ts'

/** Warns about and counts each campaign that is left out because its item cannot be read. */
export const reportUnusableCampaign =
  (log: Log, counters: Counters) =>
  ({ collection, entry, fields }: UnusableCampaign): void => {
    log.warn('campaign cannot be read and is left out', { collection, entry, fields })
    counters.count('UnusableCampaigns')
  }
