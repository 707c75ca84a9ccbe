import type { Audit, AuditEntry } from '#shared/ports/audit.ts'

export interface InMemoryAudit extends Audit {
  readonly lines: readonly AuditEntry[]
  /** From now on no line is taken. */
  breakDown(): void
}

/** Keeps the lines in their order. */
export const createInMemoryAudit = (): InMemoryAudit => {
  const lines: AuditEntry[] = []
  let broken = false
  return {
    lines,
    breakDown: () => {
      broken = true
    },
    write: async (entry) => {
      if (broken) throw new Error('the audit table takes nothing')
      lines.push(entry)
    },
  }
}
