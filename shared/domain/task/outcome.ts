import * as z from 'zod/mini'

/**
 * What came of a task. There is no free text beside it: people would write names and numbers into it, and the journal
 * holds none (docs/adr/0026-tasks-and-customer-reads.md).
 */
export const taskOutcomeSchema = z.enum([
  /** Spoken to; nothing more is to be done. */
  'reached',
  /** Tried, and not got hold of. */
  'not-reached',
  'interested',
  'not-interested',
  /** Spoken to, and passed on to a specialist: fraud, debt advice, investments. */
  'handed-on',
  /** The number or address is not the customer's. */
  'wrong-contact',
  /** Its occasion had passed before anybody got to it. */
  'no-longer-needed',
])
export type TaskOutcome = z.infer<typeof taskOutcomeSchema>

/** How long the id of a record in the bank's own systems may be. */
const LONGEST_REFERENCE = 64

/**
 * The id of the record in the bank's own system (CRM) that holds what was said. Begins with a letter and has neither
 * blank, `@` nor `+`, so that neither a name of two words, nor an email address, nor a phone number is one.
 */
const REFERENCE = /^[A-Za-z][A-Za-z0-9._:/-]*$/

export const taskReferenceSchema = z
  .string()
  .check(z.maxLength(LONGEST_REFERENCE), z.regex(REFERENCE, { error: 'an id such as CRM-1042, no text' }))
