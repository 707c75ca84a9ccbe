import type { CalendarIndex } from '#shared/ports/calendar-index.ts'

/** Customers as they stand, register by register, for who plays on from there. */
export interface ProfileItems {
  /** @returns the attributes of the profile, without its key; undefined where nothing is known of the customer */
  item(customerId: string): Promise<Readonly<Record<string, unknown>> | undefined>
  /** What falls due for them. @default nothing */
  readonly calendar?: CalendarIndex
}
