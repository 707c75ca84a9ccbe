import type { CardCalendar } from '#shared/domain/profile/facts.ts'
import type { ProfileView } from '#shared/domain/profile/profile-view.ts'
import type { RegisterWrite } from '#shared/domain/profile/register.ts'

/** The profile as it stands after a write, and what the write cost. */
export interface AppliedFacts {
  readonly view: ProfileView
  /** False when every fact was older than what stands there, or a duplicate. */
  readonly changed: boolean
  /** DynamoDB write units, as the service counted them. */
  readonly writeUnits: number
}

/** The live profiles. */
export interface ProfileStore {
  /**
   * Brings facts into a customer's profile in one conditional write; what is older than the profile is left out.
   * Applying the same facts in any order, any number of times, ends in the same item.
   */
  apply(customerId: string, facts: readonly RegisterWrite[]): Promise<AppliedFacts>
  /** Keeps a card's calendar entry; the zone comes from the profile, as far as it is known there. */
  keepCalendar(
    customerId: string,
    cardId: string,
    entry: { readonly expiry?: CardCalendar; readonly timeZone?: RegisterWrite['value'] },
  ): Promise<{ readonly writeUnits: number }>
}
