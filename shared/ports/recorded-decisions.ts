import type { Signal } from '#shared/domain/signals/signal.ts'
import type { RecordedDecision } from '#shared/ports/decision-recorder.ts'

/** Decisions that stand in the journal. */
export interface RecordedDecisions {
  /** @returns undefined where nothing was recorded about this signal of the customer */
  recorded(signal: Pick<Signal, 'customerId' | 'id' | 'at'>): Promise<RecordedDecision | undefined>
}
