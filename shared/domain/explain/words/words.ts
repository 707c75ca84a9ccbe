import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { Operator } from '#shared/domain/campaign/condition.ts'
import type { ConditionField, fields } from '#shared/domain/campaign/fields.ts'
import type { Distress } from '#shared/domain/decision/circumstances.ts'
import type { ReasonCode } from '#shared/domain/decision/reason-codes.ts'
import type { CampaignValueName, EndingCode, GateValueName, NoteCode } from '#shared/domain/explain/codes.ts'
import type { GateState, NothingFound } from '#shared/domain/explain/explanation.ts'
import type { GateName } from '#shared/domain/explain/gate-steps.ts'
import type { MessageState } from '#shared/domain/message/lifecycle.ts'
import type { Suppression } from '#shared/domain/profile/customer-profile.ts'
import type { Operation } from '#shared/domain/settings.ts'
import type { TaskState } from '#shared/domain/task/lifecycle.ts'
import type { TaskOutcome } from '#shared/domain/task/outcome.ts'
import type { Channel, Purpose, SignalType } from '#shared/domain/vocabulary.ts'

export type Language = 'en' | 'zh'

/** The options of the catalogue's choices. */
export type Choice = {
  [Name in ConditionField]: (typeof fields)[Name] extends { readonly options: readonly (infer Option)[] }
    ? Option
    : never
}[ConditionField]

export type ProductKind = NonNullable<Campaign['product']>['kind']

/** What a signal carries, written for a reader; undefined where it does not carry it. */
export type Told = (name: string) => string | undefined

type Of<Names extends string> = Readonly<Record<Names, string>>

/** The sentences around what is told. Arguments are words already, codes are added by the caller. */
export interface Phrases {
  readonly decisionsOf: (customer: string, count: number) => string
  readonly timesIn: (zone: string) => string
  readonly older: string
  readonly unreadable: (count: number) => string
  readonly signal: (id: string, eventId: string | undefined) => string
  readonly decidedAt: (time: string) => string
  readonly spoke: (messages: number, tasks: number) => string
  readonly noCampaign: string
  readonly silent: (reason: string) => string
  readonly otherGates: (theirs: number, ours: number) => string
  readonly recordedValues: string
  readonly candidates: (count: number) => string
  readonly version: (id: string, version: number, purpose: string) => string
  readonly versionMissing: string
  readonly chosen: string
  readonly outranked: string
  readonly refused: (reason: string) => string
  readonly unknownReason: string
  readonly rank: (priority: string | undefined, score: string) => string
  readonly together: (count: number, reason: string) => string
  readonly allOf: string
  readonly anyOf: string
  readonly not: string
  readonly test: (field: string, wanted: string, actual: string) => string
  readonly testNot: (field: string, wanted: string, actual: string) => string
  readonly cut: string
  readonly more: string
  readonly messages: string
  readonly message: (campaign: string, channel: string, purpose: string, state: string) => string
  readonly because: (reason: string) => string
  readonly variant: (name: string) => string
  readonly heldUntil: (time: string) => string
  readonly fallbackFrom: (channel: string) => string
  readonly fallbacks: (channels: string) => string
  readonly validUntil: (time: string) => string
  readonly provider: (id: string) => string
  readonly tasks: string
  readonly task: (title: string, campaign: string, state: string) => string
  readonly assignee: (manager: string) => string
  readonly branchQueue: (branch: string | undefined) => string
  readonly due: (time: string) => string
  readonly escalatedTo: (head: string) => string
  readonly outcome: (outcome: string, reference: string | undefined) => string
  readonly handedOver: (reason: string) => string
  readonly hour: (hour: number) => string
  readonly hours: (count: string) => string
  readonly days: (count: string) => string
  readonly months: (count: string) => string
  readonly contact: (purpose: string, channel: string, time: string, campaign: string | undefined) => string
}

/** Everything that an explanation says, in one language. Whatever has no word is a type error. */
export interface Words {
  readonly language: Language
  /** For Intl. */
  readonly locale: string
  /** How money is written, see Intl.NumberFormat. */
  readonly currencyDisplay: 'code' | 'name'
  readonly yes: string
  readonly no: string
  readonly none: string
  readonly unknown: string
  /** Between the items of a list, between clauses, and after a label. */
  readonly comma: string
  readonly or: string
  readonly semicolon: string
  readonly colon: string
  readonly fullStop: string
  /** Between two sentences. */
  readonly gap: string
  /** Around a code or a remark. */
  readonly brackets: readonly [string, string]
  readonly signals: Readonly<
    Record<SignalType, { readonly name: string; readonly happened: (told: Told) => string }>
  >
  readonly gates: Of<GateName>
  readonly gateStates: Of<GateState>
  readonly reasons: Of<ReasonCode>
  readonly messageStates: Of<MessageState>
  readonly taskStates: Of<TaskState>
  readonly taskOutcomes: Of<TaskOutcome>
  readonly endings: Of<EndingCode>
  readonly notes: Of<NoteCode>
  readonly values: Of<GateValueName | CampaignValueName>
  readonly channels: Of<Channel>
  readonly purposes: Of<Purpose>
  readonly choices: Of<Choice | ProductKind>
  readonly distress: Of<Distress>
  readonly switches: Of<Operation>
  readonly suppressions: Of<Suppression['reason']>
  readonly operators: Readonly<Record<Operator, (wanted: string) => string>>
  readonly nothing: Readonly<Record<NothingFound, (customer: string, event: string) => string>>
  readonly phrases: Phrases
}
