import { describe, expect, it } from 'vitest'
import { campaignStanding } from '#shared/domain/delivery/recheck-campaign.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { aMessage, decidedAt } from '#test/support/builders/messages.ts'

const now = new Date('2026-03-10T10:00:00.000Z')
const OVER = '2026-03-10T10:00:00.000Z'
const LATER = '2026-03-10T10:00:00.001Z'

/** A message of version 2, with the notes of its steps. */
const decidedAsTwo = (...notes: readonly string[]) =>
  aMessage({
    campaignVersion: 2,
    history: [
      { state: 'queued', at: decidedAt },
      ...notes.map((note) => ({ state: 'held' as const, at: decidedAt, note })),
    ],
  })

const HELD_BY_IT = decidedAsTwo('quiet-hours', 'campaign-paused', 'no-slot')
const NEVER_HELD_BY_IT = decidedAsTwo('quiet-hours', 'stopped', 'no-slot')

describe('a message of version 2, held by a pause or never', () => {
  it.each([
    // stands, its version,            held by it before,   never held by it
    ['live', 2, {}, 'leaves', 'leaves'],
    ['live', 3, {}, 'campaign-replaced', 'leaves'],
    ['live', 1, {}, 'campaign-replaced', 'leaves'],
    ['live', 2, { validUntil: OVER }, 'campaign-not-live', 'campaign-not-live'],
    ['live', 2, { validFrom: LATER }, 'campaign-not-live', 'campaign-not-live'],
    ['live', 2, { validFrom: OVER, validUntil: LATER }, 'leaves', 'leaves'],
    ['paused', 2, {}, 'waits', 'waits'],
    ['paused', 2, { pausedBecause: 'paused-complaints' }, 'waits', 'waits'],
    ['paused', 2, { validUntil: OVER }, 'campaign-not-live', 'campaign-not-live'],
    ['paused', 2, { validFrom: LATER }, 'campaign-not-live', 'campaign-not-live'],
    // It would be replaced at the resume, and no earlier version comes back.
    ['paused', 3, {}, 'campaign-replaced', 'campaign-replaced'],
    // What is remembered of the campaign is some seconds old: version 2 has taken the place of a paused one.
    ['paused', 1, {}, 'waits', 'waits'],
    ['ended', 2, {}, 'campaign-not-live', 'campaign-not-live'],
    ['ended', 3, {}, 'campaign-not-live', 'campaign-not-live'],
    // Version 2 was paused or ended when another took its place, or that of a later one.
    ['live', 3, { withdrawnUpTo: 2 }, 'campaign-replaced', 'campaign-replaced'],
    ['live', 5, { withdrawnUpTo: 3 }, 'campaign-replaced', 'campaign-replaced'],
    ['paused', 3, { withdrawnUpTo: 2 }, 'campaign-replaced', 'campaign-replaced'],
    ['ended', 3, { withdrawnUpTo: 2 }, 'campaign-not-live', 'campaign-not-live'],
    ['live', 3, { withdrawnUpTo: 2, validUntil: OVER }, 'campaign-not-live', 'campaign-not-live'],
    // An earlier one was; version 2 took its place, and stands or was replaced as any other.
    ['live', 2, { withdrawnUpTo: 1 }, 'leaves', 'leaves'],
    ['live', 3, { withdrawnUpTo: 1 }, 'campaign-replaced', 'leaves'],
    ['paused', 2, { withdrawnUpTo: 1 }, 'waits', 'waits'],
  ] as const)('while the campaign is %s in version %i %o: %s, %s', (status, version, rest, held, never) => {
    const live = aCampaign({ ...rest, status, version })
    expect(campaignStanding(HELD_BY_IT, live, now)).toBe(held)
    expect(campaignStanding(NEVER_HELD_BY_IT, live, now)).toBe(never)
  })

  it('does not leave when the campaign is nowhere', () => {
    expect(campaignStanding(HELD_BY_IT, undefined, now)).toBe('campaign-not-live')
    expect(campaignStanding(NEVER_HELD_BY_IT, undefined, now)).toBe('campaign-not-live')
  })
})
