/** Codes, counts and pseudonymous keys; never a name, an address or a whole event (RULES 17). */
export type LogFields = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>

/** Structured log lines; Powertools' Logger is one. */
export interface Log {
  info(message: string, fields: LogFields): void
  warn(message: string, fields: LogFields): void
  error(message: string, fields: LogFields): void
}
