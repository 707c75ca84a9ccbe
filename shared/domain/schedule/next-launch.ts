import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { nextOccurrence } from '#shared/domain/schedule/next-occurrence.ts'

/**
 * When a campaign is to be launched next: an occurrence of its schedule within its validity (`validFrom` inclusive,
 * `validUntil` exclusive).
 * @param after the launch is later than this, strictly
 * @returns undefined where it never is, or the campaign has no schedule
 */
export const nextLaunchTime = (
  { trigger, validFrom, validUntil }: Pick<Campaign, 'trigger' | 'validFrom' | 'validUntil'>,
  after: Date,
): Date | undefined => {
  if (!('schedule' in trigger)) return undefined
  const start =
    validFrom === undefined ? after : new Date(Math.max(after.getTime(), Date.parse(validFrom) - 1))
  const next = nextOccurrence(trigger.schedule, start)
  return next === undefined || (validUntil !== undefined && next >= new Date(validUntil)) ? undefined : next
}
