import * as z from 'zod/mini'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { PermanentError, RetryableError } from '#shared/domain/errors.ts'
import { attributionsOf } from '#shared/domain/results/attribution.ts'
import { type Conversion, conversionSchema } from '#shared/domain/results/conversion.ts'
import { type Touch, touchesOf } from '#shared/domain/results/touches.ts'
import type { CampaignStore } from '#shared/ports/campaign-store.ts'
import type { ConversionJournal } from '#shared/ports/conversion-journal.ts'
import type { Counters } from '#shared/ports/counters.ts'
import type { QueuedWork } from '#shared/ports/queued-work.ts'

export interface AttributeDependencies {
  readonly journal: ConversionJournal
  readonly campaigns: Pick<CampaignStore, 'version'>
  readonly counters: Counters
}

/**
 * The longest window, and the longest that a message may be on its way: entries of the journal stand at the time of
 * their signal. Both are bounds of the campaign's schema.
 */
const LOOKS_BACK_MS = (90 + 90) * 86_400_000

/** How often the journal is looked at anew because another conversion of the customer was attributed meanwhile. */
const ATTEMPTS = 5

const conversionIn = (body: string): Conversion => {
  try {
    return z.parse(conversionSchema, JSON.parse(body))
  } catch {
    throw new PermanentError('unreadable-body')
  }
}

const versionName = (campaignId: string, version: number): string => `${campaignId}@${version}`

/**
 * Attributes a conversion to the messages that came before it (docs/adr/0016), once. What was sent, or decided, after it
 * never gets it; neither does what the journal does not know yet when the conversion comes.
 * @throws RetryableError, PermanentError
 */
export const attributeConversion = ({ journal, campaigns, counters }: AttributeDependencies) => {
  /** A version that is gone, or cannot be read, has no goal. */
  const goalsOf = async (touches: readonly Touch[]): Promise<ReadonlyMap<string, Campaign['goal']>> => {
    const goals = new Map<string, Campaign['goal']>()
    for (const { campaignId, campaignVersion } of touches) {
      const name = versionName(campaignId, campaignVersion)
      if (goals.has(name)) continue
      goals.set(name, (await campaigns.version(campaignId, campaignVersion))?.goal)
    }
    return goals
  }

  const attribute = async (conversion: Conversion): Promise<readonly Touch[] | undefined> => {
    const to = new Date(conversion.at)
    const from = new Date(to.getTime() - LOOKS_BACK_MS)
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const touches = touchesOf(await journal.history(conversion.customerId, from, to))
      const goals = await goalsOf(touches)
      const attributions = attributionsOf(conversion, touches, (campaignId, version) =>
        goals.get(versionName(campaignId, version)),
      )
      const outcome = await journal.record(conversion, attributions)
      if (outcome !== 'changed') return outcome === 'recorded' ? attributions : undefined
    }
    throw new RetryableError('conflict')
  }

  return async ({ body }: QueuedWork): Promise<void> => {
    const attributions = await attribute(conversionIn(body))
    if (!attributions) return counters.count('ConversionsKnown')
    counters.count('ConversionsRecorded')
    counters.count('ConversionsAttributed', attributions.length)
  }
}
