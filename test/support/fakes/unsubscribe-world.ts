import { preferences } from '#functions/unsubscribe/preferences.ts'
import { type UnsubscribeDependencies, unsubscribe } from '#functions/unsubscribe/unsubscribe.ts'
import type { Keyring } from '#shared/domain/unsubscribe/keyring.ts'
import { signUnsubscription, type Unsubscription } from '#shared/domain/unsubscribe/token.ts'
import { createCounts } from '#test/support/fakes/delivery-world.ts'

const keyring: Keyring = { current: 'k1', keys: new Map([['k1', 'a'.repeat(44)]]) }

/** The pages to unsubscribe and to choose, and what they did, in memory. */
export const anUnsubscribePage = (now = new Date('2026-03-10T09:00:00Z')) => {
  const kept: (Unsubscription & { readonly at: Date })[] = []
  const counters = createCounts()
  const dependencies: UnsubscribeDependencies = {
    keys: { keyring: async () => keyring },
    unsubscriptions: {
      keep: async (unsubscription, at) => {
        if (
          kept.some(
            ({ customerId, channel }) =>
              customerId === unsubscription.customerId && channel === unsubscription.channel,
          )
        )
          return false
        kept.push({ ...unsubscription, at })
        return true
      },
    },
    now: () => now,
    counters,
  }
  return {
    answer: unsubscribe(dependencies),
    choose: preferences(dependencies),
    kept,
    counts: counters.counts,
    tokenFor: (each: Unsubscription) => signUnsubscription(each, keyring),
  }
}
