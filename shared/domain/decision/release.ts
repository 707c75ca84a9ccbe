import type { CompiledCampaign } from '#shared/domain/campaign/compiled-campaign.ts'
import type { Circumstances } from '#shared/domain/decision/circumstances.ts'
import { marketingAllowedFrom } from '#shared/domain/decision/marketing-hours.ts'
import { signalTime } from '#shared/domain/signals/signal.ts'
import { unitHash } from '#shared/domain/stable-hash.ts'

const HOUR_MS = 3_600_000

/** Held messages leave within this after their hours begin, not all in the same second. */
const RELEASE_SPREAD_MS = HOUR_MS / 2

/** When a message about the signal is no longer true. */
export const trueUntil = (
  { campaign }: Pick<CompiledCampaign, 'campaign'>,
  { subject }: Pick<Circumstances, 'subject'>,
): Date => new Date(Date.parse(signalTime(subject.signal)) + campaign.expiresAfterHours * HOUR_MS)

/**
 * When a message that is decided now goes out: at once, but marketing waits for the customer's hours (RULES 6), and then
 * a part of the spread, the same at every replay. Where the spread would take it out of the hours again, or to where it
 * is no longer true or valid, it goes when the hours begin.
 * @returns now where the hours never begin: the gate for quiet hours refuses it
 */
export const releaseOf = (compiled: CompiledCampaign, circumstances: Circumstances): Date => {
  const { signal, settings, now } = circumstances.subject
  const from = compiled.marketing ? circumstances.marketingFrom : undefined
  if (from === undefined || from <= now) return now
  const spread = unitHash(`${compiled.campaign.id}:${signal.customerId}:${signal.id}`) * RELEASE_SPREAD_MS
  const release = new Date(from.getTime() + Math.floor(spread))
  const end = Math.min(trueUntil(compiled, circumstances).getTime(), compiled.validUntil)
  if (release.getTime() >= end) return from
  return marketingAllowedFrom(release, circumstances.zones, settings.marketingHours) === release
    ? release
    : from
}
