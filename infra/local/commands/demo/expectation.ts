import type { Channel } from '#shared/domain/vocabulary.ts'

/** What must come of a scene: all of it is compared. */
export type Expectation =
  | {
      readonly kind: 'message'
      readonly campaign: string
      readonly channel: Channel
      readonly locale: string
    }
  | { readonly kind: 'task'; readonly campaign: string }
  /** One after the other. */
  | { readonly kind: 'all'; readonly of: readonly Expectation[] }
  /** Decided, and refused with this code. */
  | { readonly kind: 'refused'; readonly code: string }
  /** No signal, so nothing to decide. */
  | { readonly kind: 'nothing' }
  /** Not an event: kept with a reason that starts like this. */
  | { readonly kind: 'parked'; readonly reason: string }

export const describeExpectation = (expected: Expectation): string => {
  switch (expected.kind) {
    case 'message':
      return `${expected.channel} (${expected.locale}): ${expected.campaign}`
    case 'all':
      return expected.of.map(describeExpectation).join(' + ')
    case 'task':
      return `task: ${expected.campaign}`
    case 'refused':
      return `refused: ${expected.code}`
    case 'nothing':
      return 'no signal'
    case 'parked':
      return `parked: ${expected.reason}`
  }
}
