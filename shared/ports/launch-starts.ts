import type { Launch } from '#shared/domain/launch/launch.ts'

/** Into how many parts a launch divides the table, and how many items that has. */
export interface LaunchSize {
  readonly parts: number
  readonly items: number
}

/** What the tick does with launches. Every write is conditional on what was seen; false where that has changed. */
export interface LaunchStarts {
  launch(campaignId: string, at: Date): Promise<Launch | undefined>
  /** From `planned` to `running`; it stays due, until work on its parts is on the queue. */
  start(seen: Launch, size: LaunchSize, now: Date): Promise<boolean>
  /** When it is to be looked at next. @param queuedAt where work on its parts has been queued by now */
  lookAgain(seen: Launch, due: Date, queuedAt?: Date): Promise<boolean>
}
