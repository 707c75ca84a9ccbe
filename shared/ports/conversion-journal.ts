import type { Conversion } from '#shared/domain/results/conversion.ts'
import type { Touch, TouchingDecision, TouchingMessage } from '#shared/domain/results/touches.ts'

/** `changed`: another conversion was attributed to one of the touches meanwhile; look at the journal again. */
export type ConversionOutcome = 'recorded' | 'recorded-before' | 'changed'

/** The part of the journal that conversions are attributed by, and written to. */
export interface ConversionJournal {
  /** The customer's messages and decisions whose signals were in this time, both included. */
  history(customerId: string, from: Date, to: Date): Promise<readonly (TouchingMessage | TouchingDecision)[]>
  /**
   * Writes the conversion down with what it is attributed to, and counts it there: all of it or nothing, once for each
   * conversion. A touch that has led to a conversion already is not counted again, only the amount is added.
   * @throws RetryableError `conflict` or `throttled`
   */
  record(conversion: Conversion, attributions: readonly Touch[]): Promise<ConversionOutcome>
}
