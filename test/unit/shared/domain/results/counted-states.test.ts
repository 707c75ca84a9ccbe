import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type MessageState,
  messageStateSchema,
  messageTransitions,
} from '#shared/domain/message/lifecycle.ts'
import { countedWays, countsOfMove } from '#shared/domain/results/counted-states.ts'

const states = messageStateSchema.options

describe('what a move counts', () => {
  it.each([
    ['queued', ['sending'], []],
    ['queued', ['held'], []],
    ['held', ['queued'], []],
    ['sending', ['queued'], []],
    ['sending', ['sent'], ['sent']],
    ['sending', ['delivered'], ['sent', 'delivered']],
    ['sending', ['bounced'], ['sent', 'bounced']],
    ['sending', ['sent', 'complained'], ['sent', 'complained']],
    ['sending', ['failed'], ['failed']],
    ['queued', ['sending', 'sent', 'delivered'], ['sent', 'delivered']],
    ['sent', ['delivered'], ['delivered']],
    ['sent', ['failed'], ['failed']],
    ['delivered', ['complained'], ['complained']],
    ['delivered', ['bounced'], ['bounced']],
    ['queued', ['expired'], ['expired']],
    ['held', ['cancelled'], ['cancelled']],
  ] as const)('from %s along %j: %j', (from, path, names) => {
    expect(countsOfMove(from, path)).toEqual(names)
  })

  it('is not asked where nothing can be counted', () => {
    expect(countedWays(['queued'])).toEqual([])
    expect(countedWays(['sending'])).toEqual([])
    expect(countedWays(['queued', 'sending'])).toEqual([])
    expect(countedWays(['delivered'])).toHaveLength(2)
  })

  /** Walks the graph at random: whatever way a message takes, each counter is raised at most once by it. */
  it('is each thing once in a message’s life, and sent with all that proves it', () => {
    const walk = fc.array(fc.nat(), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(fc.constantFrom<MessageState>('queued', 'held'), walk, (first, choices) => {
        let at: MessageState = first
        const counted: string[] = []
        for (const choice of choices) {
          const next: MessageState | undefined =
            messageTransitions[at][choice % messageTransitions[at].length]
          if (next === undefined) break
          counted.push(...countsOfMove(at, [next]))
          at = next
        }
        expect(counted).toHaveLength(new Set(counted).size)
        if (counted.some((name) => ['delivered', 'bounced', 'complained'].includes(name)))
          expect(counted).toContain('sent')
      }),
    )
  })

  it('is known of every state: it is counted, or lies on the way', () => {
    const counted = states.filter((to) => countedWays([to]).length > 0)
    expect(counted).toEqual(['sent', 'delivered', 'bounced', 'complained', 'failed', 'expired', 'cancelled'])
  })
})
