import type { CardCalendar } from '#shared/domain/profile/facts.ts'
import type { MonthElements } from '#shared/domain/profile/months.ts'
import type { ProfileView } from '#shared/domain/profile/profile-view.ts'
import type { RegisterWrite } from '#shared/domain/profile/register.ts'
import type { AssetTier } from '#shared/domain/vocabulary.ts'

/** The profile as it stands after a write, and what the write cost. */
export interface AppliedFacts {
  readonly view: ProfileView
  /** False when every fact was older than what stands there and known in its month, or a duplicate. */
  readonly changed: boolean
  /** DynamoDB write units, as the service counted them. */
  readonly writeUnits: number
}

/** The live profiles. */
export interface ProfileStore {
  /**
   * Brings facts into a customer's profile in one conditional write; what is older than the profile is left out.
   * Applying the same facts in any order, any number of times, ends in the same item.
   * @param months what transactions leave in their months
   */
  apply(customerId: string, facts: readonly RegisterWrite[], months?: MonthElements): Promise<AppliedFacts>
  /**
   * Keeps the tier that was acted on, or none where the assets make none, while the assets are still those that it
   * follows from; newer ones bring their own.
   */
  keepTier(
    customerId: string,
    tier: AssetTier | undefined,
    assetsVersion: string,
  ): Promise<{ readonly writeUnits: number }>
  /** Keeps a card's calendar entry; the zone comes from the profile, as far as it is known there. */
  keepCalendar(
    customerId: string,
    cardId: string,
    entry: { readonly expiry?: CardCalendar; readonly timeZone?: RegisterWrite['value'] },
  ): Promise<{ readonly writeUnits: number }>
}
