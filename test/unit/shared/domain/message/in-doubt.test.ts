import { describe, expect, it } from 'vitest'
import { inDoubtAction, RESENT_IN_DOUBT } from '#shared/domain/message/in-doubt.ts'
import { aMessage } from '#test/support/builders/messages.ts'

const resent = [{ state: 'sending', at: '2026-03-10T09:00:00.000Z', note: RESENT_IN_DOUBT } as const]

describe('inDoubtAction', () => {
  it.each([
    ['service', [], 1, 'wait'],
    ['service', [], 2, 'wait'],
    ['service', [], 3, 'resend'],
    ['service', [], 9, 'resend'],
    ['service', resent, 2, 'wait'],
    ['service', resent, 3, 'give-up'],
    ['marketing', [], 2, 'wait'],
    ['marketing', [], 3, 'give-up'],
  ] as const)('%s, history %j, received %i times: %s', (purpose, history, receives, expected) => {
    expect(inDoubtAction(aMessage({ purpose, history: [...history] }), receives)).toBe(expected)
  })
})
