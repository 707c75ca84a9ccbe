import type { AuditEntry } from '#shared/ports/audit.ts'

/** How many test messages people have sent. */
export interface TestSends {
  /**
   * Takes one of the messages that a person may send in this minute of the clock, and writes the audit line: both, or neither.
   * @returns false where there is none left
   */
  take(userId: string, at: Date, most: number, audit: AuditEntry): Promise<boolean>
}
