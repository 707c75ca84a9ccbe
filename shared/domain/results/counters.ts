import { localTime } from '#shared/domain/calendar/local-date.ts'
import type { MessageEntry, TaskEntry } from '#shared/domain/message/journal-entry.ts'
import type { Channel } from '#shared/domain/vocabulary.ts'

/**
 * What is counted of a campaign. `sent` to `cancelled`: messages that came to that state at some time, each once.
 * `opened` to `replied`: messages of which that was heard, each once. `converted`: conversions after a message,
 * `heldOutConverted`: conversions of the control group. `heldOut`: decisions by which a message would have gone out, had
 * the customer not been in the control group. `unsubscribed`: customers who unsubscribed by the campaign's link.
 * `tasksDone`: tasks that ended; of them `tasksReached` with the customer spoken to, `tasksInterested` interested.
 */
export const counterNames = [
  'sent',
  'delivered',
  'bounced',
  'complained',
  'failed',
  'expired',
  'cancelled',
  'opened',
  'clicked',
  'replied',
  'converted',
  'unsubscribed',
  'heldOut',
  'heldOutConverted',
  'tasksDone',
  'tasksReached',
  'tasksInterested',
] as const
export type CounterName = (typeof counterNames)[number]

/** Channel of what concerns no message: the control group, and tasks. */
export const NO_CHANNEL = 'none'
/** Variant of a campaign without variants, and of what no variant is known of. No variant's id can be this. */
export const NO_VARIANT = '_'

/** What one counter is about. */
export interface CounterPlace {
  readonly campaignId: string
  readonly campaignVersion: number
  readonly variant: string
  readonly channel: Channel | typeof NO_CHANNEL
  /** Spreads a campaign's counters over shards. */
  readonly customerId: string
  /** The bank's own date, YYYY-MM-DD. */
  readonly day: string
}

/** Where what becomes of a message is counted. */
export const placeOfMessage = (
  message: Pick<MessageEntry, 'customerId' | 'campaignId' | 'campaignVersion' | 'variant' | 'channel'>,
  day: string,
): CounterPlace => {
  const { customerId, campaignId, campaignVersion, variant = NO_VARIANT, channel } = message
  return { customerId, campaignId, campaignVersion, variant, channel, day }
}

/** Where what comes of a task is counted. */
export const placeOfTask = (
  {
    customerId,
    campaignId,
    campaignVersion,
  }: Pick<TaskEntry, 'customerId' | 'campaignId' | 'campaignVersion'>,
  day: string,
): CounterPlace => ({
  ...{ customerId, campaignId, campaignVersion, day },
  variant: NO_VARIANT,
  channel: NO_CHANNEL,
})

/** The bank's own date of a moment, YYYY-MM-DD. */
export const bankDay = (at: Date, timeZone: string): string => localTime(at, timeZone).date
