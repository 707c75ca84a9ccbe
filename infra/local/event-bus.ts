import type { EventMatcher } from '#infra/local/event-pattern.ts'

export interface BusRule {
  readonly name: string
  readonly busName: string
  readonly matches: EventMatcher
  readonly targets: readonly { readonly arn: string; readonly id: string }[]
}

/** Hands event bodies (whole envelopes as JSON text) to one target; resolves when the target holds them durably. */
export type Deliver = (targetArn: string, bodies: readonly string[]) => Promise<void>

/** An event that an AWS service publishes on the default bus; `aws.*` sources are refused through PutEvents. */
export interface ServiceEvent {
  readonly source: string
  readonly detailType: string
  readonly time: Date
  readonly resources: readonly string[]
  readonly detail: Readonly<Record<string, unknown>>
}

export interface PutEventsResponse {
  readonly FailedEntryCount: number
  readonly Entries: readonly { EventId?: string; ErrorCode?: string; ErrorMessage?: string }[]
}

export interface EventBus {
  /** The names of the buses it was made with. */
  readonly buses: readonly string[]
  /** `request` is the parsed body of PutEvents. Throws AwsError (ValidationException) where AWS refuses it whole. */
  putEvents(request: unknown): Promise<PutEventsResponse>
  /** For the doubles of AWS services: publishes on `default`; rejects when a target could not take it. */
  publishServiceEvent(event: ServiceEvent): Promise<void>
}

export interface EventBusOptions {
  /** Names of the custom buses; `default` always exists. */
  readonly buses: readonly string[]
  readonly rules: readonly BusRule[]
  readonly deliver: Deliver
  readonly now?: () => Date
  readonly region?: string
}

export function createEventBus(_options: EventBusOptions): EventBus {
  throw new Error('not yet')
}
