import { describe, expect, it } from 'vitest'
import { inDoubtAction, RESENT_IN_DOUBT } from '#shared/domain/message/in-doubt.ts'
import { aMessage } from '#test/support/builders/messages.ts'

const begun = '2026-03-10T09:00:00.000Z'
const sending = [{ state: 'sending', at: begun } as const]
const resent = [{ state: 'sending', at: begun, note: RESENT_IN_DOUBT } as const]

describe('a message in doubt', () => {
  it.each([
    ['service', sending, 'mine', 2, 0, 'wait'],
    ['service', sending, 'mine', 3, 0, 'resend'],
    ['service', sending, 'mine', 9, 999, 'resend'],
    ['service', resent, 'mine', 2, 999, 'wait'],
    ['service', resent, 'mine', 3, 999, 'give-up'],
    ['marketing', sending, 'mine', 2, 999, 'wait'],
    ['marketing', sending, 'mine', 3, 999, 'give-up'],
    // However often it was handed out itself: the other one's run may be calling the provider.
    ['service', sending, 'another', 1, 59, 'leave'],
    ['service', sending, 'another', 4, 59, 'leave'],
    ['marketing', sending, 'another', 4, 59, 'leave'],
    ['service', sending, 'another', 1, 60, 'wait'],
    ['service', sending, 'another', 3, 60, 'resend'],
    ['marketing', sending, 'another', 3, 60, 'give-up'],
  ] as const)(
    '%s, history %j, claimed by %s, received %i times, after %i s: %s',
    (purpose, history, by, receiveCount, age, expected) => {
      const wallTime = new Date(Date.parse(begun) + age * 1_000)
      const message = aMessage({ purpose, history: [...history], claim: { by, at: begun } })
      expect(inDoubtAction(message, { recordId: 'mine', receiveCount }, wallTime)).toBe(expected)
    },
  )
})
