import type { RegisterWrite } from '#shared/domain/profile/register.ts'

/** The writing side of the contacts table: blind, nothing comes back. */
export interface ContactsWriter {
  keep(customerId: string, facts: readonly RegisterWrite[]): Promise<{ readonly writeUnits: number }>
}
