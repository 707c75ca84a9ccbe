import { describe, expect, it } from 'vitest'
import { decisionRecord } from '#shared/domain/decision/decision-record.ts'
import { marketingAllowedFrom } from '#shared/domain/decision/marketing-hours.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import {
  anOffer,
  aProfile,
  aSignal,
  type Case,
  decideOn,
  effectsOf,
  fateOf,
  without,
} from '#test/support/builders/subjects.ts'

const PRAGUE = 'Europe/Prague'
const NEW_YORK = 'America/New_York'
const day = { from: 8, to: 21 }

const opening = (now: string, zones: readonly string[], hours = day) =>
  marketingAllowedFrom(new Date(now), zones, hours)?.toISOString()

describe('the first moment at which marketing may go out', () => {
  it.each([
    ['in the morning, not yet', PRAGUE, '2026-06-01T05:59:59.999Z', '2026-06-01T06:00:00.000Z'],
    ['from eight on', PRAGUE, '2026-06-01T06:00:00.000Z', '2026-06-01T06:00:00.000Z'],
    ['until nine in the evening', PRAGUE, '2026-06-01T18:59:59.999Z', '2026-06-01T18:59:59.999Z'],
    ['then no more', PRAGUE, '2026-06-01T19:00:00.000Z', '2026-06-02T06:00:00.000Z'],
    ['by the clock there', NEW_YORK, '2026-06-01T06:00:00.000Z', '2026-06-01T12:00:00.000Z'],
    ['before the clocks go forward', PRAGUE, '2026-03-28T21:00:00.000Z', '2026-03-29T06:00:00.000Z'],
    ['on that evening', PRAGUE, '2026-03-29T18:59:59.999Z', '2026-03-29T18:59:59.999Z'],
    ['after it', PRAGUE, '2026-03-29T19:00:00.000Z', '2026-03-30T06:00:00.000Z'],
    ['before the clocks go back', PRAGUE, '2026-10-24T20:00:00.000Z', '2026-10-25T07:00:00.000Z'],
    ['on that evening', PRAGUE, '2026-10-25T19:59:59.999Z', '2026-10-25T19:59:59.999Z'],
    ['after it', PRAGUE, '2026-10-25T20:00:00.000Z', '2026-10-26T07:00:00.000Z'],
    ['forward in New York', NEW_YORK, '2026-03-08T03:00:00.000Z', '2026-03-08T12:00:00.000Z'],
    ['that evening', NEW_YORK, '2026-03-09T00:59:59.999Z', '2026-03-09T00:59:59.999Z'],
    ['and no more', NEW_YORK, '2026-03-09T01:00:00.000Z', '2026-03-09T12:00:00.000Z'],
    ['back in New York', NEW_YORK, '2026-11-01T02:00:00.000Z', '2026-11-01T13:00:00.000Z'],
    ['that evening', NEW_YORK, '2026-11-02T01:59:59.999Z', '2026-11-02T01:59:59.999Z'],
    ['and no more', NEW_YORK, '2026-11-02T02:00:00.000Z', '2026-11-02T13:00:00.000Z'],
  ])('%s (%s, %s)', (_, zone, now, expected) => {
    expect(opening(now, [zone])).toBe(expected)
  })

  it.each([
    [
      'a window whose first hour is skipped',
      { from: 2, to: 4 },
      '2026-03-29T00:30:00Z',
      '2026-03-29T01:00:00.000Z',
    ],
    [
      'a window that is skipped as a whole',
      { from: 2, to: 3 },
      '2026-03-29T00:30:00Z',
      '2026-03-30T00:00:00.000Z',
    ],
    [
      'an hour that comes twice, first',
      { from: 2, to: 3 },
      '2026-10-25T00:30:00Z',
      '2026-10-25T00:30:00.000Z',
    ],
    [
      'an hour that comes twice, again',
      { from: 2, to: 3 },
      '2026-10-25T01:30:00Z',
      '2026-10-25T01:30:00.000Z',
    ],
    ['after both', { from: 2, to: 3 }, '2026-10-25T02:00:00Z', '2026-10-26T01:00:00.000Z'],
    ['up to midnight', { from: 20, to: 24 }, '2026-06-01T21:59:59Z', '2026-06-01T21:59:59.000Z'],
    ['after midnight', { from: 20, to: 24 }, '2026-06-01T22:00:00Z', '2026-06-02T18:00:00.000Z'],
    ['hours that never come', { from: 8, to: 8 }, '2026-06-01T10:00:00Z', undefined],
  ])('%s', (_, hours, now, expected) => {
    expect(opening(now, [PRAGUE], hours)).toBe(expected)
  })

  it.each([
    ['both sleep', ['Europe/London', 'Asia/Shanghai'], '2026-06-01T22:00:00Z', '2026-06-02T07:00:00.000Z'],
    ['one sleeps', ['Europe/London', 'Asia/Shanghai'], '2026-06-01T13:00:00Z', '2026-06-02T07:00:00.000Z'],
    [
      'both are awake',
      ['Asia/Shanghai', 'Europe/London'],
      '2026-06-01T12:59:59Z',
      '2026-06-01T12:59:59.000Z',
    ],
    ['they never meet', ['Europe/London', 'Pacific/Auckland', NEW_YORK], '2026-06-01T12:00:00Z', undefined],
  ])('in all of several zones: %s', (_, zones, now, expected) => {
    expect(opening(now, zones)).toBe(expected)
    expect(opening(now, [...zones].reverse())).toBe(expected)
  })
})

describe('whose hours count', () => {
  // 23:00 in Prague, 17:00 in New York.
  const now = '2026-06-01T21:00:00Z'
  const held = (of: Case) =>
    effectsOf([anOffer({ expiresAfterHours: 48 })], { now, ...of }).messages.map(({ state }) => state)

  it.each<[string, Case, string]>([
    ['the customer’s own', { profile: aProfile({ timeZone: NEW_YORK }) }, 'queued'],
    ['not the bank’s', { profile: aProfile(), settings: { timeZone: NEW_YORK } }, 'held'],
    ['the bank’s where it is unknown', { profile: without('timeZone') }, 'held'],
    ['the bank’s where there is none such', { profile: aProfile({ timeZone: 'Mars/Olympus' }) }, 'held'],
    [
      'those of all that may be the customer’s',
      { profile: without('timeZone'), settings: { candidateZones: [NEW_YORK, PRAGUE] } },
      'held',
    ],
    ['of these only', { profile: without('timeZone'), settings: { candidateZones: [NEW_YORK] } }, 'queued'],
    [
      'but the own where it is known',
      { profile: aProfile({ timeZone: NEW_YORK }), settings: { candidateZones: [PRAGUE] } },
      'queued',
    ],
  ])('%s', (_, of, state) => {
    expect(held(of)).toEqual([state])
  })

  it('nobody’s, where those of all never meet', () => {
    const settings = { candidateZones: ['Europe/London', 'Pacific/Auckland', NEW_YORK] }
    expect(fateOf(anOffer(), { profile: without('timeZone'), settings })).toBe('quiet-hours')
    expect(fateOf(aCampaign(), { profile: without('timeZone'), settings })).toBe('won')
  })

  it('is recorded, and that it was a guess', () => {
    const seen = (of: Case) => decisionRecord(decideOn([anOffer()], of), undefined).decision.seen
    expect(seen({})).toMatchObject({ zone: PRAGUE, 'local.hour': 12 })
    expect(seen({})).not.toHaveProperty('zoneKnown')
    const settings = { candidateZones: [NEW_YORK, PRAGUE] }
    expect(seen({ profile: without('timeZone'), settings })).toMatchObject({
      zone: `${NEW_YORK},${PRAGUE}`,
      zoneKnown: false,
    })
  })
})

describe('a message that waits', () => {
  const now = '2026-06-01T21:00:00Z'
  const from = Date.parse('2026-06-02T06:00:00Z')
  const many = Array.from({ length: 300 }, (_, index) => `S${index}`)
  const releases = (campaign = anOffer(), of: Case = {}) =>
    many.map((id) => {
      const [message] = effectsOf([campaign], { now, ...of, signal: aSignal({ ...of.signal, id }) }).messages
      return Date.parse(message?.heldUntil ?? '') - from
    })
  const MINUTE = 60_000

  it('leaves within half an hour of the morning, not all in the same minute', () => {
    const all = releases()
    expect(all.every((offset) => offset >= 0 && offset < 30 * MINUTE)).toBe(true)
    const minutes = Map.groupBy(all, (offset) => Math.floor(offset / MINUTE))
    expect(minutes.size).toBe(30)
    expect(Math.max(...[...minutes.values()].map((each) => each.length))).toBeLessThan(30)
    expect(releases()).toEqual(all)
  })

  it('is held in the journal, with why', () => {
    const { messages } = effectsOf([anOffer()], { now })
    expect(messages).toMatchObject([
      {
        state: 'held',
        history: [{ state: 'held', at: '2026-06-01T21:00:00.000Z', note: 'quiet-hours' }],
        validUntil: '2026-06-02T09:00:00.000Z',
      },
    ])
    const { decision } = decisionRecord(decideOn([anOffer()], { now }), undefined)
    expect(decision.messages).toEqual([
      { campaignId: 'offer', channel: 'email', purpose: 'marketing', heldUntil: messages[0]?.heldUntil },
    ])
  })

  it('leaves at once with the morning where it would not be true any more later', () => {
    // True for ten minutes of the morning.
    const signal = aSignal({ at: '2026-06-01T20:10:00.000Z' })
    const all = releases(anOffer({ expiresAfterHours: 10 }), { signal })
    expect(all.every((offset) => offset < 10 * MINUTE)).toBe(true)
    expect(all.filter((offset) => offset === 0).length).toBeGreaterThan(100)
    expect(all.some((offset) => offset > 0)).toBe(true)
  })

  it('or not valid any more', () => {
    const all = releases(anOffer({ validUntil: '2026-06-02T06:10:00Z' }))
    expect(all.every((offset) => offset < 10 * MINUTE)).toBe(true)
  })

  it('leaves inside the hours of all zones, though they meet for a quarter of an hour', () => {
    const settings = {
      candidateZones: ['Asia/Karachi', 'Asia/Kathmandu'],
      marketingHours: { from: 8, to: 9 },
    }
    const all = releases(anOffer(), { profile: without('timeZone'), settings })
    const [first, end] = ['03:00', '03:15'].map((time) => Date.parse(`2026-06-02T${time}:00Z`) - from)
    expect(all.every((offset) => offset >= (first ?? 0) && offset < (end ?? 0))).toBe(true)
  })

  it('service does not', () => {
    expect(effectsOf([aCampaign()], { now }).messages).toMatchObject([{ state: 'queued' }])
    expect(effectsOf([aCampaign()], { now }).messages[0]).not.toHaveProperty('heldUntil')
  })

  it('nor what is decided inside the hours', () => {
    expect(effectsOf([anOffer()]).messages[0]).not.toHaveProperty('heldUntil')
  })
})
