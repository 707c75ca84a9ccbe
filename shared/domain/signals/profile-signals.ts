import type { BankEvent } from '#events/registry.ts'
import { daysBetween } from '#shared/domain/calendar/local-date.ts'
import { isHigherTier } from '#shared/domain/segments/asset-tier.ts'
import { dayInstant, type Signal } from '#shared/domain/signals/signal.ts'
import type { AssetTier } from '#shared/domain/vocabulary.ts'

type ProfileChange = Extract<BankEvent, { detailType: 'CustomerProfileChanged' }>['detail']

/** Days after the first one on which somebody still counts as just having become a customer. */
const NEW_FOR_DAYS = 31

/** Where it is already tomorrow at the customer's, the bank's clock may still show the day before. */
const ZONES_AHEAD_DAYS = 1

/**
 * Somebody became a customer, as far as an event says so in time: a profile that is told again years later is no news.
 * However many events say it, it is one signal, because its id is the day.
 */
export const newCustomerSignal = ({ metadata, data }: ProfileChange): Signal | undefined => {
  const { customerId, customerSince: on } = data
  if (on === undefined) return undefined
  // The date as the bank wrote it, in its own offset.
  const days = daysBetween(on, metadata.occurredAt.slice(0, 10))
  if (days < -ZONES_AHEAD_DAYS || days > NEW_FOR_DAYS) return undefined
  return {
    type: 'NewCustomer',
    id: `NewCustomer:${on}`,
    customerId,
    at: dayInstant(on),
    dueAt: new Date(metadata.occurredAt).toISOString(),
    data: { on },
  }
}

/** The tier that the newest assets make, beside the one last acted on. */
export interface TierChange {
  /** Undefined where the bank has no bounds for the currency that the assets are told in. */
  readonly tier: AssetTier | undefined
  /** Undefined for the first one known. */
  readonly previousTier: AssetTier | undefined
  /** Version of the assets that make it. */
  readonly v: string
}

/**
 * The customer's assets reached a higher tier. The first tier known is no raise, and neither is a fall. A tier is reached
 * once a day (UTC): two events of one day that see the same tier before them, because they were worked on at the same
 * time or a run died in between, tell the same signal.
 * @param change the event whose assets made it
 */
export const assetTierRaisedSignal = (
  { metadata, data: { customerId } }: ProfileChange,
  { tier, previousTier }: TierChange,
): Signal | undefined => {
  if (tier === undefined || previousTier === undefined || !isHigherTier(tier, previousTier)) return undefined
  const dueAt = new Date(metadata.occurredAt).toISOString()
  const day = dueAt.slice(0, 10)
  return {
    type: 'AssetTierRaised',
    id: `AssetTierRaised:${tier}:${day}`,
    customerId,
    at: dayInstant(day),
    dueAt,
    data: { tier, previousTier },
  }
}
