import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { Signal } from '#shared/domain/signals/signal.ts'

/** An item of the customers table: the same attributes as Bellwether's, so that both designs move the same bytes. */
export type ProfileItem = Readonly<Record<string, unknown>> & { readonly customerId: string }

/** One message of a decision, or why it does not leave. */
export interface DecidedMessage {
  readonly campaignId: string
  readonly campaignVersion: number
  readonly channel: string
  readonly variant?: string
  /** `quiet-hours` or `no-channel`: nothing waits here, and only email is sent. */
  readonly dropped?: string
}

/** What is kept of a decision. Its key follows from the signal, so that a second run writes the same item. */
export interface DecisionItem {
  readonly customerId: string
  readonly entry: string
  readonly eventId: string
  readonly signal: Signal
  readonly decidedAt: string
  readonly messages: readonly DecidedMessage[]
  /** Campaigns by the reason for which they were refused. */
  readonly refused: Readonly<Record<string, readonly string[]>>
  /** Epoch seconds, thirteen months on. */
  readonly expiresAt: number
}

/** The same of an event that is no moment. */
export type QuietDecisionItem = Omit<DecisionItem, 'signal'>

export interface Contact {
  readonly fullName: string
  readonly email?: string | undefined
}

/** A message that its provider has taken. */
export interface Sent {
  readonly campaignId: string
  readonly providerMessageId: string
  /** ISO 8601. */
  readonly at: string
}

/** Everything that is kept; each call is one request. */
export interface Stores {
  readonly profile: (customerId: string) => Promise<ProfileItem | undefined>
  readonly keepProfile: (item: ProfileItem) => Promise<void>
  /** Campaigns that listen to such signals, or to such an event itself, and no others. */
  readonly liveCampaigns: (trigger: string) => Promise<readonly Campaign[]>
  readonly keepDecision: (item: DecisionItem | QuietDecisionItem) => Promise<void>
  readonly contact: (customerId: string) => Promise<Contact | undefined>
  readonly keepSent: (decision: DecisionItem, sent: Sent) => Promise<void>
}
