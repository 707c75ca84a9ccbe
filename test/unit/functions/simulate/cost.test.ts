import { expect, it } from 'vitest'
import { type Billed, costOf } from '#functions/simulate/cost.ts'
import { defaultPriceSheet } from '#shared/domain/simulation/price-sheet.ts'

const prices = { ...defaultPriceSheet, emailPerThousand: 0.1, smsPerSegment: 0.05, inappPerThousand: 0 }

const cases: readonly [name: string, messages: readonly Billed[], units: number, cost: number][] = [
  ['one text', [{ channel: 'sms', text: 'a'.repeat(160) }], 1, 0.05],
  ['a text of two parts', [{ channel: 'sms', text: 'a'.repeat(161) }], 2, 0.1],
  ['a Chinese text of one part', [{ channel: 'sms', text: '余'.repeat(70) }], 1, 0.05],
  ['a Chinese text of two', [{ channel: 'sms', text: '余'.repeat(71) }], 2, 0.1],
  ['emails', Array.from({ length: 5_000 }, (): Billed => ({ channel: 'email', text: 'a' })), 5_000, 0.5],
  ['the inbox', [{ channel: 'inapp', text: 'a' }], 1, 0],
]

it.each(cases)('%s', (_, messages, units, cost) => {
  const channel = messages[0]?.channel
  expect(costOf(messages, prices)).toEqual({
    channels: [{ channel, messages: messages.length, units, cost }],
    total: cost,
  })
})

it('adds up what the channels cost', () => {
  const { total, channels } = costOf(
    [
      { channel: 'sms', text: 'a' },
      { channel: 'email', text: 'a' },
    ],
    prices,
  )
  expect(total).toBe(0.0501)
  expect(channels.map(({ channel }) => channel)).toEqual(['email', 'sms'])
})
