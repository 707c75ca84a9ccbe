import { smsSegments } from '#shared/domain/message/sms-segments.ts'
import type { PriceSheet } from '#shared/domain/simulation/price-sheet.ts'
import type { ChannelCost } from '#shared/domain/simulation/report.ts'
import { type Channel, channelSchema } from '#shared/domain/vocabulary.ts'

/** A message that went out, and its text as it was sent. */
export interface Billed {
  readonly channel: Channel
  readonly text: string
}

const perUnit = (channel: Channel, prices: PriceSheet): number => {
  if (channel === 'sms') return prices.smsPerSegment
  return (channel === 'email' ? prices.emailPerThousand : prices.inappPerThousand) / 1_000
}

/** Far below a cent, and far above what sums of floating-point numbers may be off. */
const rounded = (amount: number): number => Math.round(amount * 10_000) / 10_000

/** What messages cost by a price sheet, in the sheet's currency. */
export const costOf = (
  messages: readonly Billed[],
  prices: PriceSheet,
): { readonly channels: ChannelCost[]; readonly total: number } => {
  const byChannel = Map.groupBy(messages, ({ channel }) => channel)
  const channels = channelSchema.options.flatMap((channel) => {
    const sent = byChannel.get(channel)
    if (!sent) return []
    const units = channel === 'sms' ? sent.reduce((sum, { text }) => sum + smsSegments(text), 0) : sent.length
    return [{ channel, messages: sent.length, units, cost: rounded(units * perUnit(channel, prices)) }]
  })
  return { channels, total: rounded(channels.reduce((sum, { cost }) => sum + cost, 0)) }
}
