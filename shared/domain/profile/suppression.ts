import {
  type CustomerProfile,
  closedBy,
  SUPPRESSED_PREFIX,
  type Suppression,
} from '#shared/domain/profile/customer-profile.ts'
import type { RegisterWrite } from '#shared/domain/profile/register.ts'
import { factVersion } from '#shared/domain/profile/version.ts'
import type { Channel, Purpose } from '#shared/domain/vocabulary.ts'

/**
 * Whether a channel is closed to a purpose: after a bounce to everything, until a newer address comes; after an opt-out
 * to everything, until a newer consent for the purpose comes; after a complaint or an unsubscription to marketing.
 */
export const isSuppressed = (
  { suppressions }: Pick<CustomerProfile, 'suppressions'>,
  purpose: Purpose,
  channel: Channel,
): boolean => {
  const standing = suppressions.get(channel)
  return standing !== undefined && (standing.closedTo ?? closedBy[standing.reason]).includes(purpose)
}

/** What a provider reported that speaks against a channel. */
export interface ReportedSuppression {
  readonly channel: Channel
  readonly reason: Suppression['reason']
  /** When the provider reported it. */
  readonly since: Date
  /** Since when it is true: a bounce speaks about the address as it was when the message was sent. */
  readonly from: Date
  /** The provider's id of the message, or of the reply to it: two reports of one instant keep one order. */
  readonly providerMessageId: string
}

/**
 * The register that keeps a reason. Each has its own, because each ends differently (an address is replaced, a consent
 * given anew, a complaint by nothing), and none may hide another.
 */
export const suppressionAttribute = (channel: Channel, reason: Suppression['reason']): string =>
  `${SUPPRESSED_PREFIX}${channel}${reason === 'complained' ? '' : `:${reason}`}`

/** What a report writes into it. */
export const suppressionWrite = (reported: ReportedSuppression): RegisterWrite => {
  const { channel, reason, since, from, providerMessageId } = reported
  return {
    attribute: suppressionAttribute(channel, reason),
    value: {
      v: factVersion(from.toISOString(), providerMessageId),
      x: { reason, since: since.toISOString() },
    },
  }
}
