import type { ConditionExplanation } from '#shared/domain/explain/explain-condition.ts'
import type { GateName } from '#shared/domain/explain/gate-steps.ts'
import type { MessageEntry, TaskEntry } from '#shared/domain/message/journal-entry.ts'
import type { Signal } from '#shared/domain/signals/signal.ts'
import type { Fact, Purpose } from '#shared/domain/vocabulary.ts'

/**
 * What a candidate met at one gate. `handed-over`: it may not be sent, a person takes over. `not-concerned`: the gate has
 * nothing to ask about such a campaign. `not-asked`: it is about messages, and only a task was to be made. `not-recorded`: it did not stop the candidate, but the record does not say
 * whether it was asked, or handed the message to a person.
 */
export type GateState =
  | 'passed'
  | 'refused'
  | 'handed-over'
  | 'not-concerned'
  | 'not-asked'
  | 'not-recorded'
  | 'not-reached'

/** A value that a gate looked at: by the name it has in the record, or `campaign.` and what of the campaign it is. */
export interface NamedValue {
  readonly name: string
  readonly value: Fact
}

export interface GateExplanation {
  readonly gate: GateName
  readonly state: GateState
  /** Why it was refused or handed over. */
  readonly code?: string
  readonly values: readonly NamedValue[]
  /** Of the audience, where it was reached and has one. */
  readonly condition?: ConditionExplanation
}

/** `won`, `outranked`, or the code of the reason why it fell. */
export type CandidateFateName = string

export interface CandidateExplanation {
  /** As the record names it. */
  readonly name: string
  /** The campaign version; undefined where it cannot be found or read any more. */
  readonly campaign?: {
    readonly id: string
    readonly version: number
    readonly title: string
    readonly purpose: Purpose
    readonly priority: number
  }
  readonly fate: CandidateFateName
  /** Propensity × value × context, of those that passed every gate. */
  readonly score?: number
  /** Empty where another list of gates judged. */
  readonly gates: readonly GateExplanation[]
}

type MessageExplanation = Pick<
  MessageEntry,
  | 'campaignId'
  | 'campaignVersion'
  | 'purpose'
  | 'channel'
  | 'fallbacks'
  | 'fallbackFrom'
  | 'variant'
  | 'heldUntil'
  | 'validUntil'
  | 'state'
  | 'attempts'
  | 'history'
  | 'providerMessageId'
  | 'reason'
>

type TaskExplanation = Pick<
  TaskEntry,
  | 'campaignId'
  | 'campaignVersion'
  | 'assignee'
  | 'branchId'
  | 'handedOver'
  | 'title'
  | 'reason'
  | 'dueAt'
  | 'state'
  | 'escalatedTo'
  | 'outcome'
  | 'reference'
  | 'history'
>

export type { MessageExplanation, TaskExplanation }

/** One decision: what happened, who could have spoken, who did, and what became of it. */
export interface DecisionExplanation {
  readonly signal: Pick<Signal, 'type' | 'id' | 'at' | 'dueAt' | 'data'>
  /** The bank event that led to it; the calendar's signals have none. */
  readonly eventId?: string
  /** ISO 8601 in UTC, as every instant here. */
  readonly decidedAt: string
  readonly result: string
  /** The list of gates that judged, and whether it is the one whose order is shown. */
  readonly gates: { readonly version: number; readonly known: boolean }
  /** Winners first, then those that were outranked, then those that fell, the ones that came furthest first. */
  readonly candidates: readonly CandidateExplanation[]
  readonly messages: readonly MessageExplanation[]
  readonly tasks: readonly TaskExplanation[]
  /** Everything that was recorded of the customer and the moment. */
  readonly seen: Readonly<Record<string, Fact>>
}

/** Why there is no decision to show. */
export type NothingFound = 'customer-unknown' | 'no-decisions' | 'event-without-decision'

/** Everything that is asked of one customer's journal. */
export interface Explanation {
  readonly customerId: string
  /** The bank event that was asked about. */
  readonly eventId?: string
  /** IANA zone in which times are written for a reader. */
  readonly timeZone: string
  /** The newest last. */
  readonly decisions: readonly DecisionExplanation[]
  readonly nothing?: NothingFound
  /** There are decisions before the first one shown. */
  readonly older: boolean
  /** Entries of the journal that an earlier or later release wrote in a form that is not understood. */
  readonly unreadable: number
}
