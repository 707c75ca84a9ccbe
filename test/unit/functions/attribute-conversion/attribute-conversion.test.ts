import { describe, expect, it } from 'vitest'
import { attributeConversion } from '#functions/attribute-conversion/attribute-conversion.ts'
import { PermanentError } from '#shared/domain/errors.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import type { Conversion } from '#shared/domain/results/conversion.ts'
import type { TouchingDecision, TouchingMessage } from '#shared/domain/results/touches.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { decisionEntry, messageEntry } from '#shared/tables/journal.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { aMessage } from '#test/support/builders/messages.ts'
import { createCounts, createInMemoryCampaigns } from '#test/support/fakes/delivery-world.ts'
import { createInMemoryConversions } from '#test/support/fakes/in-memory-conversions.ts'

const goal = { products: ['term-deposit'], withinDays: 14 }

/** A message that was decided at its signal and sent when said. */
const sent = (
  campaignId: string,
  sentAt: string,
  { signalAt = sentAt, ...changes }: Partial<MessageEntry> & { signalAt?: string } = {},
): MessageEntry =>
  aMessage({
    campaignId,
    entry: messageEntry(new Date(signalAt), campaignId, `S-${sentAt}`),
    state: 'delivered',
    history: [
      { state: 'queued', at: signalAt },
      { state: 'sending', at: sentAt },
      { state: 'sent', at: sentAt },
      { state: 'delivered', at: sentAt },
    ],
    ...changes,
  })

const heldOut = (decidedAt: string, ...names: readonly string[]): TouchingDecision => ({
  kind: 'decision',
  entry: decisionEntry(new Date(decidedAt), `D-${decidedAt}`),
  decidedAt,
  heldOut: [...names],
})

const conversion = (changes: Partial<Conversion> = {}): Conversion => ({
  customerId: 'C1',
  eventId: 'E1',
  at: '2026-03-20T12:00:00.000Z',
  product: 'term-deposit',
  ...changes,
})

const world = (...entries: readonly (TouchingMessage | TouchingDecision)[]) => {
  const journal = createInMemoryConversions(...entries)
  const campaigns = createInMemoryCampaigns(
    defaultSettings,
    aCampaign({ id: 'savings', version: 1, goal }),
    aCampaign({ id: 'savings', version: 2, goal: { ...goal, withinDays: 3 } }),
    aCampaign({ id: 'gold-card', goal: { products: ['gold', 'term-deposit'], withinDays: 30 } }),
    aCampaign({ id: 'birthday' }),
  )
  const counters = createCounts()
  const attribute = attributeConversion({ journal, campaigns, counters })
  const tell = (changes: Partial<Conversion> = {}) =>
    attribute({ body: JSON.stringify(conversion(changes)), recordId: 'r', receiveCount: 1 })
  return { journal, counts: counters.counts, tell, attribute }
}

describe('a conversion', () => {
  const day10 = '2026-03-10T12:00:00.000Z'
  const day18 = '2026-03-18T12:00:00.000Z'
  it.each<[string, readonly (TouchingMessage | TouchingDecision)[], Partial<Conversion>, readonly string[]]>([
    ['with nothing before it', [], {}, []],
    ['after a message', [sent('savings', day10)], {}, ['message savings@1']],
    ['after a message of a campaign without a goal', [sent('birthday', day10)], {}, []],
    ['after a message of a campaign that nobody knows any more', [sent('gone', day10)], {}, []],
    ['of another product', [sent('savings', day10)], { product: 'gold' }, []],
    [
      'after two of one campaign: the last',
      [sent('savings', day10), sent('savings', day18, { campaignVersion: 2 })],
      {},
      ['message savings@2'],
    ],
    [
      'after two campaigns: both',
      [sent('savings', day10), sent('gold-card', day18)],
      {},
      ['message savings@1', 'message gold-card@1'],
    ],
    [
      'at the very end of the window',
      [sent('savings', '2026-03-06T12:00:00.000Z')],
      {},
      ['message savings@1'],
    ],
    ['a moment after the window', [sent('savings', '2026-03-06T11:59:59.999Z')], {}, []],
    ['at the moment it was sent', [sent('savings', '2026-03-20T12:00:00.000Z')], {}, ['message savings@1']],
    [
      'a moment before it was sent',
      [sent('savings', '2026-03-20T12:00:00.001Z', { signalAt: day10 })],
      {},
      [],
    ],
    [
      'after one whose version had a shorter window',
      [sent('savings', day10, { campaignVersion: 2 })],
      {},
      [],
    ],
    [
      'after one held for months, sent in the window',
      [sent('savings', day10, { signalAt: '2025-12-20T00:00:00.000Z' })],
      {},
      ['message savings@1'],
    ],
    ...(['queued', 'held', 'sending', 'failed', 'expired', 'cancelled', 'bounced'] as const).map(
      (state): [string, readonly TouchingMessage[], Partial<Conversion>, readonly string[]] => [
        `after one that is ${state}`,
        [sent('savings', day10, { state })],
        {},
        [],
      ],
    ),
    [
      'after one that was complained about',
      [sent('savings', day10, { state: 'complained' })],
      {},
      ['message savings@1'],
    ],
    ['of the control group', [heldOut(day10, 'savings@1')], {}, ['control savings@1']],
    [
      'of two control groups',
      [heldOut(day10, 'savings@1', 'gold-card@1')],
      {},
      ['control savings@1', 'control gold-card@1'],
    ],
    ['of a control group after its window', [heldOut('2026-03-01T12:00:00.000Z', 'savings@1')], {}, []],
    [
      'after a message, and later of the control group',
      [sent('savings', day10), heldOut(day18, 'savings@1')],
      {},
      ['message savings@1'],
    ],
    [
      'of the control group, the message out of its window',
      [sent('savings', '2026-03-01T12:00:00.000Z'), heldOut(day10, 'savings@1')],
      {},
      ['control savings@1'],
    ],
  ])('%s', async (_, entries, changes, expected) => {
    const { journal, tell } = world(...entries)
    await tell(changes)
    expect(journal.counted().sort()).toEqual(expected.map((what) => `E1 ${what}`).sort())
  })

  it('counts once, however often it is handed in, and also where nothing led to it', async () => {
    const { journal, tell, counts } = world(sent('savings', day10))
    await tell()
    await tell()
    await tell({ eventId: 'E2', product: 'gold' })
    await tell({ eventId: 'E2', product: 'gold' })
    expect(journal.counted()).toEqual(['E1 message savings@1'])
    expect(counts).toEqual({ ConversionsRecorded: 2, ConversionsAttributed: 1, ConversionsKnown: 2 })
  })

  it('that is told before its message never counts for it', async () => {
    const { journal, tell } = world()
    await tell()
    journal.put(sent('savings', day10))
    await tell()
    expect(journal.counted()).toEqual([])
  })

  it('that follows another is attributed to the same message, and not counted again', async () => {
    const { journal, tell } = world(sent('savings', day10))
    await tell()
    await tell({ eventId: 'E2' })
    expect(journal.counted()).toEqual(['E1 message savings@1'])
    expect(journal.recorded.get('E2')).toMatchObject([{ campaignId: 'savings', converted: true }])
  })

  it('gives way to another that was attributed while it looked', async () => {
    const { journal, tell } = world(sent('savings', day10))
    journal.meanwhile(() => tell({ eventId: 'E2' }))
    await tell()
    expect(journal.counted()).toEqual(['E2 message savings@1'])
    expect(journal.recorded.get('E1')).toMatchObject([{ converted: true }])
  })

  it('that cannot be read is set aside', async () => {
    const { attribute } = world()
    for (const body of ['{', '{}', JSON.stringify({ ...conversion(), at: 'yesterday' })])
      await expect(attribute({ body, recordId: 'r', receiveCount: 1 })).rejects.toEqual(
        new PermanentError('unreadable-body'),
      )
  })
})
