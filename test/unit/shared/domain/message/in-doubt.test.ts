import { describe, expect, it } from 'vitest'
import { inDoubtAction, RESENT_IN_DOUBT } from '#shared/domain/message/in-doubt.ts'
import { aMessage } from '#test/support/builders/messages.ts'

const begun = '2026-03-10T09:00:00.000Z'
const sending = [{ state: 'sending', at: begun } as const]
const resent = [{ state: 'sending', at: begun, note: RESENT_IN_DOUBT } as const]

describe('inDoubtAction', () => {
  it.each([
    ['service', sending, 1, 59, 'leave'],
    ['service', sending, 1, 60, 'wait'],
    ['service', sending, 2, 0, 'wait'],
    ['service', sending, 3, 0, 'resend'],
    ['service', sending, 9, 999, 'resend'],
    ['service', resent, 2, 999, 'wait'],
    ['service', resent, 3, 999, 'give-up'],
    ['marketing', sending, 1, 0, 'leave'],
    ['marketing', sending, 2, 999, 'wait'],
    ['marketing', sending, 3, 999, 'give-up'],
  ] as const)(
    '%s, history %j, received %i times, after %i s: %s',
    (purpose, history, receives, age, expected) => {
      const now = new Date(Date.parse(begun) + age * 1_000)
      expect(inDoubtAction(aMessage({ purpose, history: [...history] }), receives, now)).toBe(expected)
    },
  )
})
