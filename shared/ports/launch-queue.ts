import type { LaunchWork } from '#shared/domain/launch/launch-work.ts'

/** Work on parts of launches. */
export interface LaunchQueue {
  /**
   * @param delaySeconds before which it is not handed out; 900 at most @default 0
   * @throws RetryableError `unavailable` where the queue did not take all
   */
  send(works: readonly LaunchWork[], delaySeconds?: number): Promise<void>
}
