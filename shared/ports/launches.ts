import type { Launch } from '#shared/domain/launch/launch.ts'
import type { AuditEntry } from '#shared/ports/audit.ts'

/** Who makes a launch, for the audit table. */
export type LaunchAuthor = Pick<AuditEntry, 'caller' | 'requestId'>

/** How launches come to be; what runs them is in shared/ports/launch-parts.ts. */
export interface LaunchCreation {
  /**
   * Writes a planned launch of a campaign that is live in the launch's version, and says so in the audit table: all or
   * nothing.
   * @returns `exists` where the occurrence has been launched or skipped already; `not-live` where the campaign is paused,
   * has ended, or is live in another version
   */
  createLaunch(launch: Launch, author: LaunchAuthor): Promise<'created' | 'exists' | 'not-live'>
}
