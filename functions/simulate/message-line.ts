import { createHash } from 'node:crypto'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import type { MessageState } from '#shared/domain/message/lifecycle.ts'

/** What the customer reads; a hash of it stands for the text, which may hold a name. */
export interface Written {
  readonly subject?: string | undefined
  readonly text: string
}

/** One message as a simulation and a replay of the same entries must have it alike. */
export interface MessageLine {
  readonly customerId: string
  readonly entry: string
  /** `id@version` */
  readonly campaign: string
  readonly variant?: string
  readonly channel: string
  /** `sent` also where the provider has said more since: no provider says anything to a simulation. */
  readonly state: MessageState
  readonly decidedAt: string
  /** When it went out. */
  readonly sentAt?: string
  readonly reason?: string
  /** SHA-256 of subject and text, base64url; links to unsubscribe are left out. */
  readonly written?: string
}

const wentOut: ReadonlySet<MessageState> = new Set(['sent', 'delivered', 'bounced', 'complained'])

/** Links to unsubscribe are signed with a key that differs from one installation to the next. */
const SIGNED_LINK = /https?:\/\/\S+\/v1\.[\w-]+\.[\w-]+\.[\w-]+/g

const hashOf = ({ subject = '', text }: Written): string =>
  createHash('sha256')
    .update(`${subject}\n${text.replaceAll(SIGNED_LINK, 'LINK')}`)
    .digest('base64url')

/** @param rendered what its provider was given; of a message of the inbox it stands in the message */
export const messageLine = (message: MessageEntry, rendered: Written | undefined): MessageLine => {
  const { customerId, entry, campaignId, campaignVersion, variant, channel, decidedAt, reason } = message
  const { inbox } = message
  const state = wentOut.has(message.state) ? 'sent' : message.state
  // The provider's word of it may come before our own, and then by the wall clock; `sending` is written before the call.
  const sentAt = message.history.findLast((step) => step.state === 'sending')?.at
  const written = inbox ? { subject: inbox.title, text: inbox.text } : rendered
  return {
    customerId,
    entry,
    campaign: `${campaignId}@${campaignVersion}`,
    ...(variant === undefined ? {} : { variant }),
    channel,
    state,
    decidedAt,
    ...(sentAt === undefined || state !== 'sent' ? {} : { sentAt }),
    ...(reason === undefined ? {} : { reason }),
    ...(written === undefined ? {} : { written: hashOf(written) }),
  }
}

const keyOf = ({ customerId, entry }: MessageLine): string => `${entry} ${customerId}`

/** Lines in an order of their own, whatever came first. */
export const sortedLines = (lines: readonly MessageLine[]): MessageLine[] =>
  [...lines].sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1))
