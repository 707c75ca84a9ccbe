import { describe, expect, it } from 'vitest'
import { receiveReply } from '#functions/receive-reply/receive-reply.ts'
import type { OptOutReply } from '#shared/domain/opt-out/confirmation.ts'
import type { OrdinaryReply } from '#shared/ports/replied-messages.ts'
import { createCounts } from '#test/support/fakes/delivery-world.ts'

const AT = '2026-03-10T09:00:00.000Z'
const now = new Date('2026-03-10T09:00:02.000Z')
const MARK = /420777000777|piimark/i
const PHONE = '+420777000777'

const payload = (changes: object = {}) => ({
  originationNumber: PHONE,
  destinationNumber: '+420601999999',
  messageKeyword: 'KEYWORD_1',
  messageBody: 'STOP',
  inboundMessageId: 'reply-1',
  previousPublishedMessageId: 'sms-1',
  ...changes,
})

/** As SNS puts it on the queue. */
const notification = (message: unknown, changes: object = {}): string =>
  JSON.stringify({
    Type: 'Notification',
    MessageId: 'm1',
    TopicArn: 'arn:aws:sns:eu-central-1:1:replies',
    Message: typeof message === 'string' ? message : JSON.stringify(message),
    Timestamp: AT,
    SignatureVersion: '1',
    ...changes,
  })

const aReceiver = ({ optedOut = [] as string[], marks = true } = {}) => {
  const asked: string[] = []
  const kept: { customers: readonly string[]; reply: OptOutReply; now: Date }[] = []
  const marked: { customers: readonly string[]; reply: OrdinaryReply }[] = []
  const counters = createCounts()
  const receive = receiveReply({
    phones: {
      customersWith: async (phone) => {
        asked.push(phone)
        return phone === PHONE ? ['C1', 'C2'] : []
      },
    },
    optOuts: {
      keep: async (customers, reply, at) => {
        kept.push({ customers, reply, now: at })
        return customers.filter((customer) => !optedOut.includes(customer)).length
      },
    },
    replied: {
      mark: async (customers, reply) => {
        marked.push({ customers, reply })
        return marks
      },
    },
    clock: () => now,
    counters,
  })
  const hear = (body: string) => receive({ body, recordId: 'record-1', receiveCount: 1 })
  return { hear, asked, kept, marked, counts: counters.counts }
}

describe('an opt-out', () => {
  it('is kept for every customer who has the number, once counted for each', async () => {
    const { hear, kept, marked, counts } = aReceiver()
    await hear(notification(payload()))
    expect(kept).toEqual([{ customers: ['C1', 'C2'], reply: { replyId: 'reply-1', at: new Date(AT) }, now }])
    expect([marked, counts]).toEqual([[], { OptedOut: 2 }])
  })

  it('that says nothing new is counted as such', async () => {
    const { hear, counts } = aReceiver({ optedOut: ['C1', 'C2'] })
    await hear(notification(payload({ messageBody: '退订' })))
    expect(counts).toEqual({ OptedOutAlready: 1 })
  })

  it('is heard without what we can do without, and with a number without its plus', async () => {
    const { hear, kept, asked } = aReceiver()
    await hear(notification(payload({ previousPublishedMessageId: 7, originationNumber: PHONE.slice(1) })))
    expect(asked).toEqual([PHONE])
    expect(kept).toHaveLength(1)
  })
})

describe('any other reply', () => {
  it('is kept as an answer to a message, without its text', async () => {
    const { hear, kept, marked, counts } = aReceiver()
    await hear(notification(payload({ messageBody: 'Thanks, piimark!' })))
    expect(marked).toEqual([{ customers: ['C1', 'C2'], reply: { at: new Date(AT), answers: 'sms-1' } }])
    expect([kept, counts]).toEqual([[], { MessagesReplied: 1 }])
  })

  it('to nothing that is known is counted', async () => {
    const { hear, counts } = aReceiver({ marks: false })
    await hear(notification(payload({ messageBody: 'Hello?' })))
    expect(counts).toEqual({ RepliesUnmatched: 1 })
  })
})

describe('a reply from a number that no customer has', () => {
  it.each(['+420600000000', 'BANK', '12345', '', `${PHONE}0000000`])('(%s) changes nothing', async (from) => {
    const { hear, kept, marked, counts } = aReceiver()
    await hear(notification(payload({ originationNumber: from })))
    expect([kept, marked, counts]).toEqual([[], [], { RepliesForeign: 1 }])
  })
})

describe('what is no reply', () => {
  it.each([
    ['no JSON', PHONE],
    ['a payload without its envelope', JSON.stringify(payload())],
    ['an envelope without a payload', notification(`${PHONE} says piimark`)],
    ['an envelope without a time', notification(payload(), { Timestamp: 'yesterday, piimark' })],
    ['a confirmation of a subscription', notification(payload(), { Type: 'SubscriptionConfirmation' })],
    ['a payload without an id', notification(payload({ inboundMessageId: undefined }))],
    ['a payload with an empty id', notification(payload({ inboundMessageId: '' }))],
    ['a payload without a text', notification(payload({ messageBody: 1 }))],
    ['null', 'null'],
  ])('(%s) goes back to the queue, without saying whose it was', async (_, body) => {
    const { hear, kept, marked, asked, counts } = aReceiver()
    const error = await hear(body).then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    expect(error).toMatchObject({ name: 'PermanentError', reason: 'unreadable-body' })
    expect(`${(error as Error).stack} ${JSON.stringify(error)}`).not.toMatch(MARK)
    expect([kept, marked, asked, counts]).toEqual([[], [], [], { RepliesUnreadable: 1 }])
  })
})
