/** One line of the audit table as it is shown. */
export interface AuditLine {
  /** ISO 8601. */
  readonly at: string
  readonly action: string
  /** The user's id, or what a command was started as. */
  readonly by: string
  readonly name?: string | undefined
  readonly groups?: readonly string[] | undefined
  readonly requestId?: string | undefined
  /** What else the line tells: codes, numbers, pseudonymous keys. */
  readonly details: Readonly<Record<string, unknown>>
}

export interface AuditQuery {
  readonly subject: string
  /** Instants in ISO 8601 with milliseconds: from, inclusive; to, exclusive. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly limit: number
  /** The position that the page before ended at. */
  readonly after?: string | undefined
}

/** Reads who changed or read what. */
export interface AuditReader {
  /** The newest first. */
  lines(query: AuditQuery): Promise<{ readonly items: readonly AuditLine[]; readonly next?: string }>
}
