import type { Caller } from '#shared/domain/access/caller.ts'

/** What one line tells beyond who, when and what: codes, numbers and pseudonymous keys, never a name or an address. */
export type AuditDetails = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>

/** Who did what to what: one line of the audit table, which nobody can change afterwards. */
export interface AuditEntry {
  /** `campaign#ID`, `customer#ID`, `settings#engine`, `segment#ID`. */
  readonly subject: string
  /** Stable, in the past: `approved`, `profile-read`. */
  readonly action: string
  readonly at: Date
  readonly caller: Pick<Caller, 'userId' | 'name' | 'groups'>
  /** Of the request: what one request did to one subject by one action is one line, however often it is tried. */
  readonly requestId: string
  readonly details?: AuditDetails
}

/** Reads of personal data are written before they are answered; changes are written with the change itself. */
export interface Audit {
  /** @throws where the line was not written: then nothing may be answered */
  write(entry: AuditEntry): Promise<void>
}
