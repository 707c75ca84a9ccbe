import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import { type MessageState, messageStateSchema } from '#shared/domain/message/lifecycle.ts'
import { isAskedFor, webhookTypes } from '#shared/domain/webhooks/event-types.ts'
import { eventsOfChange } from '#shared/domain/webhooks/events-of-change.ts'
import { webhookBody } from '#shared/domain/webhooks/webhook-event.ts'
import { aMessage, aTask, decidedAt } from '#test/support/builders/messages.ts'

const SENT_AT = '2026-03-10T09:00:02.000Z'

/** The message with these steps added, as a transition writes them. */
const moved = (message: MessageEntry, states: readonly MessageState[], more: Partial<MessageEntry> = {}) => ({
  ...message,
  ...more,
  state: states.at(-1) ?? message.state,
  history: [...message.history, ...states.map((state) => ({ state, at: SENT_AT }))],
})

const typesOf = (change: Parameters<typeof eventsOfChange>[0]) =>
  eventsOfChange(change)?.map(({ type, data }) => `${data.step} ${type}`)

describe('the webhook events of a change in the journal', () => {
  it('tell the first step of a message that was put there', () => {
    const after = aMessage({ variant: 'b' })
    expect(eventsOfChange({ after })).toEqual([
      {
        id: expect.stringMatching(/^evt_[\w-]{43}$/),
        type: 'message.queued',
        timestamp: decidedAt,
        data: {
          customerId: 'C1',
          campaignId: 'low-balance',
          campaignVersion: 1,
          signal: 'LowBalance',
          entry: after.entry,
          channel: 'email',
          purpose: 'service',
          variant: 'b',
          state: 'queued',
          step: 1,
          at: decidedAt,
        },
      },
    ])
  })

  it.each<[string, readonly MessageState[], readonly string[]]>([
    ['one step', ['failed'], ['2 message.failed']],
    ['every step that one write adds', ['held', 'queued'], ['2 message.held', '3 message.queued']],
    ['nothing of a call that is under way', ['sending'], []],
    ['what a call came to, under its own number', ['sending', 'sent'], ['3 message.sent']],
  ])('tell %s', (_, states, expected) => {
    const before = aMessage()
    expect(typesOf({ before, after: moved(before, states) })).toEqual(expected)
  })

  it('tell nothing of a remark that no word of a sent message has come', () => {
    const before = moved(aMessage(), ['sending', 'sent'])
    const remark = { state: 'sent', at: SENT_AT, note: 'unconfirmed' } as const
    const after: MessageEntry = { ...before, unconfirmed: true, history: [...before.history, remark] }
    expect(typesOf({ before, after })).toEqual([])
    expect(typesOf({ before: after, after: moved(after, ['delivered']) })).toEqual(['5 message.delivered'])
  })

  it('tell why a message ended, and with what note a step was taken', () => {
    const before = aMessage()
    const after = moved(before, ['failed'], { reason: 'refused-by-provider' })
    expect(eventsOfChange({ before, after })?.[0]?.data).toMatchObject({ reason: 'refused-by-provider' })
    const held = aMessage({ state: 'held', history: [{ state: 'held', at: decidedAt, note: 'quiet-hours' }] })
    expect(eventsOfChange({ after: held })?.[0]?.data).toMatchObject({ note: 'quiet-hours' })
  })

  it('tell who takes a task, and what came of it', () => {
    const step = (state: 'taken' | 'done') => ({ state, at: SENT_AT })
    const before = aTask()
    const taken = {
      ...before,
      assignee: 'RM1',
      state: 'taken' as const,
      history: [...before.history, step('taken')],
    }
    const outcome = { outcome: 'interested' as const, reference: 'CRM-1042' }
    const done = { ...taken, ...outcome, state: 'done' as const, history: [...taken.history, step('done')] }
    expect(eventsOfChange({ before, after: taken })).toMatchObject([
      { type: 'task.taken', data: { assignee: 'RM1', step: 2 } },
    ])
    expect(eventsOfChange({ before: taken, after: done })).toMatchObject([
      { type: 'task.done', data: { ...outcome, assignee: 'RM1', step: 3 } },
    ])
  })

  it('tell who has a task, and who heard that it is overdue', () => {
    const before = aTask({ assignee: 'RM1' })
    const after = {
      ...before,
      state: 'escalated' as const,
      escalatedTo: 'HEAD',
      history: [...before.history, { state: 'escalated' as const, at: SENT_AT, note: 'overdue' }],
    }
    expect(eventsOfChange({ after: before })?.[0]).toMatchObject({
      type: 'task.open',
      data: { assignee: 'RM1', branchId: 'B1', dueAt: before.dueAt, step: 1 },
    })
    expect(eventsOfChange({ before, after })?.[0]).toMatchObject({
      type: 'task.escalated',
      data: { escalatedTo: 'HEAD', note: 'overdue', step: 2 },
    })
  })

  it.each([
    ['a change of no state', { before: aMessage(), after: aMessage({ attempts: 1 }) }],
    ['an entry that expired', { before: aMessage() }],
    ['a decision', { after: { kind: 'decision', customerId: 'C1', entry: 'e' } }],
  ])('are none for %s', (_, change) => {
    expect(eventsOfChange(change)).toEqual([])
  })

  it.each([
    ['no entry', {}],
    ['a message without its customer', { ...aMessage(), customerId: undefined }],
  ])('are unknown for what cannot be read: %s', (_, after) => {
    expect(eventsOfChange({ after })).toBeUndefined()
  })

  it('hold nothing that the customer reads, and nothing of what the signal carries', () => {
    const inbox = { title: 'TITLE', text: 'TEXT', locale: 'en' }
    const events = [
      ...(eventsOfChange({ after: aMessage({ inbox, providerMessageId: 'PROVIDER' }) }) ?? []),
      ...(eventsOfChange({ after: aTask({ title: { en: 'TITLE' }, reason: { en: 'TEXT' } }) }) ?? []),
    ]
    expect(events).toHaveLength(2)
    for (const event of events) expect(webhookBody(event)).not.toMatch(/TITLE|TEXT|PROVIDER|43000|A77"/)
  })

  it('are each step once, however the steps are spread over writes, with ids that tell steps apart', () => {
    const states = fc.array(fc.constantFrom(...messageStateSchema.options), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(states, fc.infiniteStream(fc.integer({ min: 1, max: 3 })), (all, sizes) => {
        const whole = aMessage({ history: all.map((state) => ({ state, at: SENT_AT })) })
        const until = (length: number) => ({ ...whole, history: whole.history.slice(0, length) })
        const events = []
        for (let told = 0; told < all.length; ) {
          const next = Math.min(all.length, told + (sizes.next().value ?? 1))
          events.push(
            ...(eventsOfChange({ after: until(next), ...(told > 0 && { before: until(told) }) }) ?? []),
          )
          told = next
        }
        expect(events).toEqual(eventsOfChange({ after: whole }))
        expect(events.map(({ data }) => data.state)).toEqual(all.filter((state) => state !== 'sending'))
        expect(new Set(events.map(({ id }) => id)).size).toBe(events.length)
      }),
    )
  })
})

describe('what endpoints ask for', () => {
  it('are all states that anybody else can use', () => {
    const told = messageStateSchema.options.filter((state) => state !== 'sending')
    expect(webhookTypes).toEqual([
      ...told.map((state) => `message.${state}`),
      ...['task.open', 'task.taken', 'task.escalated', 'task.done'],
    ])
  })

  it.each([
    [['message.*'], 'message.sent', true],
    [['message.*'], 'task.open', false],
    [['task.done', 'message.sent'], 'message.sent', true],
    [['message.sent'], 'message.delivered', false],
  ])('%j: %s? %s', (filters, type, expected) => {
    expect(isAskedFor(type, filters)).toBe(expected)
  })
})
