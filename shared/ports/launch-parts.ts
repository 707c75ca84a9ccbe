import type { Role } from '#shared/domain/access/caller.ts'
import type { Launch } from '#shared/domain/launch/launch.ts'
import type { LaunchPart, LaunchTotals, PageClaim } from '#shared/domain/launch/launch-part.ts'

export type PageClaimed =
  /** The page is ours. `again`: somebody was at it before, so that some of its decisions may stand in the journal. */
  | { readonly kind: 'claimed'; readonly again: boolean }
  /** Somebody is at it. */
  | { readonly kind: 'taken'; readonly claim: PageClaim }
  /** It is done: the part has moved on. */
  | { readonly kind: 'moved' }

/** How far the parts of launches have come. */
export interface LaunchParts {
  /** As it stands; one that nobody has begun where nothing stands. */
  part(launchId: string, part: number): Promise<LaunchPart>
  /** Every part that was begun, in order. @param consistent whether what was written a moment ago must be in it */
  parts(launchId: string, consistent: boolean): Promise<readonly LaunchPart[]>
  /** Claims the page at the part's cursor. @param now epoch milliseconds */
  claim(launchId: string, part: LaunchPart, claim: PageClaim, now: number): Promise<PageClaimed>
  /**
   * Writes the part with its page done, if the page is still claimed so: cursor and counts in one write.
   * @returns false where somebody else has the page
   */
  advance(launchId: string, part: LaunchPart, claim: PageClaim): Promise<boolean>
}

/** Why a launch ended early. */
export type EndReason = NonNullable<Launch['endedBecause']>

/** The ends of launches, each with its line in the audit table. */
export interface LaunchEnds {
  /** @returns false where it has ended already */
  finish(launch: Launch, totals: LaunchTotals, now: Date): Promise<boolean>
  /** @returns false where it has ended already */
  cancel(launch: Launch, why: EndedBy, now: Date): Promise<boolean>
}

export interface EndedBy {
  readonly reason: EndReason
  /** The user's id and name as the audit table keeps them; `run-launch` where nobody asked. */
  readonly userId: string
  readonly name: string
  readonly groups: readonly Role[]
  readonly requestId: string
}
