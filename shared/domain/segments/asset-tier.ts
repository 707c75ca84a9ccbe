import type { CustomerProfile } from '#shared/domain/profile/customer-profile.ts'
import type { Settings } from '#shared/domain/settings.ts'
import type { AssetTier } from '#shared/domain/vocabulary.ts'

/**
 * How much of the customer's money the bank looks after, by the bank's bounds for the currency it is told in.
 * @returns undefined while the assets are not known, or in a currency without bounds
 */
export const assetTier = (
  { single: { financialAssets } }: Pick<CustomerProfile, 'single'>,
  { segments }: Pick<Settings, 'segments'>,
): AssetTier | undefined => {
  if (!financialAssets) return undefined
  const { [financialAssets.currency]: bounds } = segments.assetTiers
  if (!bounds) return undefined
  if (financialAssets.minorUnits < bounds.wealthFrom) return 'mass'
  return financialAssets.minorUnits <= bounds.privateAbove ? 'wealth' : 'private'
}

const RANK: Readonly<Record<AssetTier, number>> = { mass: 0, wealth: 1, private: 2 }

export const isHigherTier = (tier: AssetTier, than: AssetTier): boolean => RANK[tier] > RANK[than]
