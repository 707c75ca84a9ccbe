import type { Channel } from '#shared/domain/vocabulary.ts'

/** Channels as bits, because a decision asks about them for each of hundreds of campaigns. */
export type ChannelSet = number

const bits: Readonly<Record<Channel, ChannelSet>> = { email: 1, sms: 2, inapp: 4 }

/** The channels that no address is needed for, and those that one is. */
export const channelBit = (channel: Channel): ChannelSet => bits[channel]

export const channelSet = (channels: readonly Channel[]): ChannelSet =>
  channels.reduce((set, channel) => set | bits[channel], 0)

/** The channels of the set, in the order in which they are preferred. */
export const channelsIn = (set: ChannelSet, preferred: readonly Channel[]): Channel[] =>
  preferred.filter((channel) => (set & bits[channel]) !== 0)

/** The names of a set's channels, always in the same order: `email,sms`; `none` for the empty set. */
export const channelNames = (set: ChannelSet): string =>
  (Object.keys(bits) as Channel[]).filter((channel) => (set & bits[channel]) !== 0).join(',') || 'none'
