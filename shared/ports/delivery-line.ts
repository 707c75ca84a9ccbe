import type { ChannelOutcome } from '#shared/domain/delivery/provider-error.ts'
import type { Purpose } from '#shared/domain/vocabulary.ts'
import type { OutgoingMessage } from '#shared/ports/channel-provider.ts'

/** The right to call a channel's provider once. */
export interface Slot {
  readonly channel: OutgoingMessage['channel']
  /** From when on, in epoch milliseconds of the wall clock; may lie a little in the past. */
  readonly at: number
  /** It tries whether the provider is back; until then nobody else does. */
  readonly lease?: number
}

export interface SlotRequest {
  readonly channel: OutgoingMessage['channel']
  readonly purpose: Purpose
  /** How many would be of use. */
  readonly count: number
  /** A slot that begins later is of no use, in epoch milliseconds. */
  readonly latest: number
}

export type Reservation =
  /** At least one, in the order of their times. */
  | { readonly kind: 'slots'; readonly slots: readonly Slot[] }
  /** The line is too long; asking again before `until` is of no use. */
  | { readonly kind: 'busy'; readonly until: number }
  /** The provider is left alone until then. */
  | { readonly kind: 'open'; readonly until: number }

/** The pace of each channel, and whether its provider is to be called at all: shared by all workers. */
export interface DeliveryLine {
  reserve(request: SlotRequest): Promise<Reservation>
  /**
   * What the call said about the channel; of a channel in good health this writes nothing.
   * @returns whether it opened the circuit
   */
  report(slot: Slot, outcome: ChannelOutcome): Promise<{ readonly opened: boolean }>
}
