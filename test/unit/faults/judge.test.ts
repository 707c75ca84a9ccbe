import { describe, expect, it } from 'vitest'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import { messageKeyTags } from '#shared/domain/message/message-key.ts'
import { expectationsOf } from '#test/faults/expectations.ts'
import { judge } from '#test/faults/judge.ts'
import type { RecordedCall } from '#test/faults/processes/cloud-process.ts'
import type { Scenario } from '#test/faults/scenario.ts'
import { aMessage, decidedAt } from '#test/support/builders/messages.ts'

type Steps = readonly (MessageEntry['state'] | readonly [MessageEntry['state'], string])[]

/** A message that took these steps. */
const messageThat = (steps: Steps, changes: Partial<MessageEntry> = {}): MessageEntry => {
  const history = steps.map((step) =>
    typeof step === 'string'
      ? { state: step, at: decidedAt }
      : { state: step[0], at: decidedAt, note: step[1] },
  )
  return aMessage({ state: history.at(-1)?.state ?? 'queued', history, ...changes })
}

const acceptedCall: RecordedCall = {
  channel: 'email',
  at: decidedAt,
  outcome: 'accepted',
  tags: messageKeyTags(aMessage()),
}

const options = { messages: 1, kills: 1, seed: 1, rate: 1 }
const scenario: Scenario = {
  name: 'any',
  title: 'any',
  leavesDoubt: true,
  play: async () => ({}),
  expects: () => [],
}

/** What does not hold of one message and the calls it led to. */
const unmet = (
  message: MessageEntry,
  calls: number,
  deadLetters: readonly string[] = [],
  leavesDoubt = true,
) => {
  const verdict = judge({ messages: [message], calls: Array(calls).fill(acceptedCall), deadLetters })
  const all = expectationsOf({ ...scenario, leavesDoubt }, verdict, {}, options)
  return all.filter(({ holds }) => !holds).map(({ says }) => says)
}

const marketing = { purpose: 'marketing' } as const
const inDoubt = { reason: 'in-doubt' } as const
const ways: Steps = ['queued', 'sending', 'delivered']
const resent: Steps = ['queued', 'sending', 'queued', ['sending', 'resent-in-doubt'], 'delivered']
const givenUp: Steps = ['queued', 'sending', 'failed']

describe('what is well', () => {
  it.each<[string, MessageEntry, number]>([
    ['delivered once', messageThat(ways), 1],
    ['sent once, its feedback still to come', messageThat(['queued', 'sending', 'sent']), 1],
    ['in the inbox', messageThat(['queued', 'sending', 'sent', 'delivered'], { channel: 'inapp' }), 0],
    ['service twice, as its journal says', messageThat(resent), 2],
    ['given up in doubt, never accepted', messageThat(givenUp, { ...marketing, ...inDoubt }), 0],
    ['given up in doubt, accepted', messageThat(givenUp, { ...marketing, ...inDoubt }), 1],
  ])('%s', (_, message, calls) => {
    expect(unmet(message, calls)).toEqual([])
  })
})

describe('what is not', () => {
  const key = JSON.stringify({ customerId: aMessage().customerId, entry: aMessage().entry })
  it.each<[string, MessageEntry, number, readonly string[], readonly string[]]>([
    ['still queued', messageThat(['queued']), 0, [], ['none is lost']],
    ['still held', messageThat(['held']), 0, [], ['none is lost']],
    ['still in doubt', messageThat(['queued', 'sending']), 1, [], ['none is lost']],
    ['said to be sent, never accepted', messageThat(['queued', 'sending', 'sent']), 0, [], ['none is lost']],
    ['said to be delivered, never accepted', messageThat(ways), 0, [], ['none is lost']],
    ['a dead letter, though delivered', messageThat(ways), 1, [key], ['none is lost']],
    ['a dead letter that names no message', messageThat(ways), 1, ['?'], ['none is lost']],
    ['marketing twice', messageThat(ways, marketing), 2, [], ['no marketing is sent twice']],
    ['marketing twice with a note', messageThat(resent, marketing), 2, [], ['no marketing is sent twice']],
    [
      'service twice without a note',
      messageThat(ways),
      2,
      [],
      ['service is sent twice only where its journal says why'],
    ],
    [
      'service three times',
      messageThat(resent),
      3,
      [],
      ['service is sent twice only where its journal says why'],
    ],
    [
      'given up in doubt without doubt',
      messageThat(['queued', 'failed'], inDoubt),
      0,
      [],
      ['only what was in doubt is given up for it'],
    ],
    [
      'expired though it was accepted',
      messageThat(['queued', 'sending', 'queued', 'expired'], { reason: 'expired' }),
      1,
      [],
      ['what the journal says of the provider is true', 'nothing ends for another reason than doubt'],
    ],
    [
      'cancelled',
      messageThat(['queued', 'cancelled'], { reason: 'no-consent' }),
      0,
      [],
      ['nothing ends for another reason than doubt'],
    ],
  ])('%s', (_, message, calls, deadLetters, expected) => {
    expect(unmet(message, calls, deadLetters)).toEqual(expected)
  })

  it('a message that is not there', () => {
    const verdict = judge({ messages: [], calls: [], deadLetters: [] })
    const broken = expectationsOf(scenario, verdict, {}, options).filter(({ holds }) => !holds)
    expect(broken.map(({ says }) => says)).toEqual(['every message is there'])
  })

  it('doubt, where nothing could leave any', () => {
    expect(unmet(messageThat(givenUp, inDoubt), 0, [], false)).toEqual(['every message ends well'])
    expect(unmet(messageThat(resent), 2, [], false)).toEqual(['none is sent twice'])
  })
})
