import { describe, expect, it } from 'vitest'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import { answeredMessage } from '#shared/domain/opt-out/answered-message.ts'
import { aMessage } from '#test/support/builders/messages.ts'

const at = new Date('2026-03-10T09:00:00.000Z')
const daysBefore = (days: number) => new Date(at.getTime() - days * 86_400_000).toISOString()

const text = (id: string, sentDaysBefore: number, changes: Partial<MessageEntry> = {}): MessageEntry =>
  aMessage({
    entry: id,
    channel: 'sms',
    state: 'delivered',
    providerMessageId: id,
    history: [
      { state: 'queued', at: daysBefore(sentDaysBefore + 1) },
      { state: 'sent', at: daysBefore(sentDaysBefore) },
    ],
    ...changes,
  })

const answered = (messages: readonly MessageEntry[], answers?: string) =>
  answeredMessage(messages, at, answers)?.entry

describe('the message that a reply answers', () => {
  it.each([
    ['the last one, whatever its place', [text('a', 3), text('b', 1), text('c', 2)], undefined, 'b'],
    ['the one that the provider names', [text('a', 3), text('b', 1)], 'a', 'a'],
    ['the last one where the provider names another', [text('a', 3), text('b', 1)], 'x', 'b'],
    ['one of seven days ago', [text('a', 7)], undefined, 'a'],
    ['none that is older', [text('a', 7.01)], undefined, undefined],
    ['none that is older, also where the provider names it', [text('a', 7.01)], 'a', undefined],
    ['none that was sent after it', [text('a', -0.01)], undefined, undefined],
    ['no email', [text('a', 1, { channel: 'email' })], undefined, undefined],
    ['none that never arrived', [text('a', 1, { state: 'bounced' })], undefined, undefined],
    ['none that has not gone out', [text('a', 1, { state: 'queued', history: [] })], undefined, undefined],
    ['one that the provider has only taken', [text('a', 1, { state: 'sent' })], undefined, 'a'],
    ['none of none', [], undefined, undefined],
  ])('is %s', (_, messages, answers, expected) => {
    expect(answered(messages, answers)).toBe(expected)
  })
})
