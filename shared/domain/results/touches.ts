import type { DecisionEntry, MessageEntry } from '#shared/domain/message/journal-entry.ts'
import type { MessageState } from '#shared/domain/message/lifecycle.ts'
import { NO_CHANNEL, NO_VARIANT } from '#shared/domain/results/counters.ts'

/** A message that a customer got, or a moment at which the control group alone kept one back. */
export interface Touch {
  readonly kind: 'message' | 'control'
  readonly campaignId: string
  readonly campaignVersion: number
  readonly variant: string
  readonly channel: MessageEntry['channel'] | typeof NO_CHANNEL
  /** When the message was sent, or the decision taken. */
  readonly at: Date
  /** Of the message or decision in the journal. */
  readonly entry: string
  /** An earlier conversion is counted for it already. */
  readonly converted: boolean
}

export type TouchingMessage = Pick<
  MessageEntry,
  | 'kind'
  | 'campaignId'
  | 'campaignVersion'
  | 'variant'
  | 'channel'
  | 'entry'
  | 'state'
  | 'history'
  | 'converted'
>
export type TouchingDecision = Pick<DecisionEntry, 'kind' | 'entry' | 'decidedAt' | 'heldOut' | 'converted'>

/** States in which a message may have led to something: what bounced or was never sent has said nothing. */
const reached: ReadonlySet<MessageState> = new Set(['sent', 'delivered', 'complained'])

const messageTouch = (message: TouchingMessage): readonly Touch[] => {
  const sent = message.history.find(({ state }) => reached.has(state))
  if (!reached.has(message.state) || !sent) return []
  const { campaignId, campaignVersion, variant = NO_VARIANT, channel, entry, converted = [] } = message
  return [
    {
      ...{ kind: 'message', campaignId, campaignVersion, variant, channel, entry },
      at: new Date(sent.at),
      converted: converted.includes(campaignId),
    },
  ]
}

const controlTouches = ({
  entry,
  decidedAt,
  heldOut = [],
  converted = [],
}: TouchingDecision): readonly Touch[] =>
  heldOut.map((name) => {
    const end = name.lastIndexOf('@')
    const campaignId = name.slice(0, end)
    return {
      ...{ kind: 'control', campaignId, campaignVersion: Number(name.slice(end + 1)), entry },
      ...{ variant: NO_VARIANT, channel: NO_CHANNEL, at: new Date(decidedAt) },
      converted: converted.includes(campaignId),
    }
  })

/** What of a customer's journal may have led to a conversion, or is compared with what did. */
export const touchesOf = (entries: readonly (TouchingMessage | TouchingDecision)[]): readonly Touch[] =>
  entries.flatMap((entry) => (entry.kind === 'message' ? messageTouch(entry) : controlTouches(entry)))
