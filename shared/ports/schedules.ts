import type { FollowedSchedule } from '#shared/domain/schedule/followed-schedule.ts'
import type { TakenOccurrence } from '#shared/domain/schedule/take-occurrence.ts'

/** What became of taking an occurrence. */
export type Taking =
  | 'taken'
  /** Its launch stands already (somebody launched this very instant by hand); the schedule has moved on. */
  | 'exists'
  /** Somebody took it, or changed the schedule, at the same moment: nothing was written. */
  | 'moved'
  /** The campaign is not live in that version any more: nothing was written, and the next tick looks again. */
  | 'not-live'

/** How far schedules have been followed. Every write is conditional on what was seen. */
export interface Schedules {
  all(): Promise<readonly FollowedSchedule[]>
  schedule(campaignId: string): Promise<FollowedSchedule | undefined>
  /** @returns false where it is not as seen any more */
  follow(next: FollowedSchedule, seen: FollowedSchedule | undefined): Promise<boolean>
  /**
   * Moves the schedule past an occurrence and writes its launch, planned or skipped, with a line in the audit table: all or
   * nothing. A planned launch needs the campaign to be live at that moment, in the launch's version.
   */
  take(taken: TakenOccurrence, seen: FollowedSchedule, now: Date): Promise<Taking>
}
