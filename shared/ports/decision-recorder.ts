import type { DecisionRecord } from '#shared/domain/decision/decision-record.ts'
import type { CustomerProfile, RecentContact } from '#shared/domain/profile/customer-profile.ts'
import type { Channel, Purpose } from '#shared/domain/vocabulary.ts'

/** A message that must be on the queue of its channel and purpose: its key in the journal. */
export interface Delivery {
  readonly channel: Channel
  readonly purpose: Purpose
  readonly customerId: string
  readonly entry: string
}

/** What stands in the journal about one signal of a customer. */
export interface RecordedDecision {
  /** `won`, or where the candidate fell that came furthest. */
  readonly result: string
  /** The messages that must be on their queues. */
  readonly deliveries: readonly Delivery[]
}

export type RecordOutcome =
  /** Result and deliveries are the recorded decision's: ours, or those of the run that was first. */
  | ({ readonly kind: 'recorded' | 'recorded-before' } & RecordedDecision)
  /** Another message to the customer was recorded meanwhile: decide again with the profile as it is now. */
  | { readonly kind: 'contacts-changed'; readonly profile: CustomerProfile }

/** The customer's recent contacts as the decision saw them, and with what it adds. */
export interface ContactsChange {
  readonly seen: readonly RecentContact[]
  readonly next: readonly RecentContact[]
}

/**
 * Records decisions, each signal's once, together with the messages and tasks that follow from it. Each task goes to
 * the first in its line who has room that day, by counters that no parallel run can pass; where nobody has, it has no
 * assignee and waits in the branch's queue.
 */
export interface DecisionRecorder {
  record(record: DecisionRecord, contacts: ContactsChange | undefined): Promise<RecordOutcome>
}
