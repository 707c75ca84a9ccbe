import * as z from 'zod/mini'
import { defineBankEvent } from '#events/contract.ts'
import { date, field, identifier } from '#events/values.ts'

/** The bank's own calendar found a birthday. */
export const birthdayReached = defineBankEvent({
  name: 'BirthdayReached',
  summary: "Ready-made signal: the bank's own calendar found a customer's birthday.",
  data: z.object({
    customerId: field(identifier, 'whose birthday'),
    on: field(date, "the day, in the customer's own zone, Gregorian whatever the calendar"),
    calendar: field(
      z.optional(z.enum(['gregorian', 'chinese'])),
      'by which calendar the birthday is kept; Gregorian if not said',
    ),
  }),
  example: { customerId: 'C1042', on: '2026-06-02' },
})
export type BirthdayReached = z.infer<typeof birthdayReached.detailSchema>
