import type { Launch } from '#shared/domain/launch/launch.ts'

/** What the tick does with launches. Every write is conditional on what was seen; false where that has changed. */
export interface LaunchStarts {
  launch(campaignId: string, at: Date): Promise<Launch | undefined>
  /** From `planned` to `running`, in so many parts; it stays due, until work on them is on the queue. */
  start(seen: Launch, parts: number, now: Date): Promise<boolean>
  /** When it is to be looked at next. @param queuedAt where work on its parts has been queued by now */
  lookAgain(seen: Launch, due: Date, queuedAt?: Date): Promise<boolean>
}
