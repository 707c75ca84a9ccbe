import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type MessageState,
  messageStateSchema,
  messageTransitions,
  statesBefore,
} from '#shared/domain/message/lifecycle.ts'
import { statesBeforePath } from '#shared/domain/message/path.ts'
import { aMessage } from '#test/support/builders/messages.ts'
import { createInMemoryJournal } from '#test/support/fakes/in-memory-journal.ts'

const states = messageStateSchema.options
const finalStates: MessageState[] = ['bounced', 'complained', 'failed', 'expired', 'cancelled']

const reachableFrom = (start: MessageState): Set<MessageState> => {
  const reached = new Set([start])
  for (const state of reached) for (const next of messageTransitions[state]) reached.add(next)
  return reached
}

describe('the lifecycle of a message', () => {
  it('lets every state be reached from queued', () => {
    expect([...reachableFrom('queued')].sort()).toEqual([...states].sort())
  })

  it('has exactly these final states', () => {
    expect(states.filter((state) => messageTransitions[state].length === 0).sort()).toEqual(
      finalStates.sort(),
    )
  })

  it('lets a message end from every state that is not final', () => {
    for (const state of states) {
      expect(finalStates.some((final) => reachableFrom(state).has(final))).toBe(true)
    }
  })

  it('goes from no state to itself, and to none twice', () => {
    for (const state of states) {
      expect(messageTransitions[state]).not.toContain(state)
      expect(new Set(messageTransitions[state]).size).toBe(messageTransitions[state].length)
    }
  })

  it('calls a provider only after sending was written', () => {
    expect(statesBefore('sent')).toEqual(['sending'])
    expect(statesBefore('sending')).toEqual(['queued'])
  })

  it('takes nothing back that went out', () => {
    for (const state of ['sent', 'delivered'] as const) {
      for (const before of ['queued', 'held', 'sending', 'expired', 'cancelled'] as const) {
        expect(reachableFrom(state).has(before)).toBe(false)
      }
    }
  })

  it('reads backwards as it does forwards', () => {
    for (const from of states) {
      for (const to of states) {
        expect(statesBefore(to).includes(from)).toBe(messageTransitions[from].includes(to))
      }
    }
  })
})

describe('a path through the lifecycle', () => {
  it('starts where its first step may start', () => {
    expect(statesBeforePath(['sending', 'sent', 'delivered'])).toEqual(['queued'])
  })

  it('is refused when one of its steps is not allowed', () => {
    expect(() => statesBeforePath(['sent', 'queued'])).toThrow('no message goes from sent to queued')
    expect(() => statesBeforePath([])).toThrow()
  })
})

describe('any sequence of concurrent moves', () => {
  const move = fc.record({
    to: fc.constantFrom(...states),
    ifAttempts: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
    claims: fc.boolean(),
  })

  it('never leaves the lifecycle, and leaves a history of it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 40 }), async (moves) => {
        const message = aMessage()
        const journal = createInMemoryJournal(message)
        const results = await Promise.all(
          moves.map(({ to, ifAttempts, claims }) =>
            journal.transition(message, {
              to,
              at: new Date(0),
              ...(claims ? { claim: { by: 'record-1', at: new Date(0).toISOString() } } : {}),
              ...(ifAttempts === undefined ? {} : { ifAttempts }),
            }),
          ),
        )
        const { history, state, attempts } = journal.stored(message)
        expect(history).toHaveLength(1 + results.filter(({ moved }) => moved).length)
        expect(history.at(-1)?.state).toBe(state)
        expect(attempts).toBe(moves.filter((made, n) => made.claims && results[n]?.moved).length)
        for (const [n, step] of history.entries()) {
          const before = history[n - 1]
          if (before) expect(messageTransitions[before.state]).toContain(step.state)
        }
      }),
    )
  })
})
