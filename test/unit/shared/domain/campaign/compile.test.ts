import { describe, expect, it } from 'vitest'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { campaignIndex, indexCampaigns } from '#shared/domain/campaign/compile.ts'
import type { SignalType } from '#shared/domain/vocabulary.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { anOffer } from '#test/support/builders/subjects.ts'

const idsFor = (campaigns: readonly Campaign[], type: SignalType, data = {}) =>
  indexCampaigns(campaigns)
    .candidatesFor({ type, data })
    ?.candidates.map(({ compiled }) => compiled.campaign.id)

const compiled = (campaign: Campaign) => {
  const [candidate] =
    indexCampaigns([campaign]).candidatesFor({ type: 'LowBalance', data: {} })?.candidates ?? []
  if (!candidate) throw new Error('no candidate')
  return candidate.compiled
}

describe('campaigns by what triggers them', () => {
  it('are found by each of their signals, by id, once', () => {
    const both = aCampaign({
      id: 'both',
      trigger: { signals: [{ type: 'Birthday' }, { type: 'LowBalance' }] },
    })
    const twice = aCampaign({
      id: 'aa-twice',
      trigger: { signals: [{ type: 'LowBalance' }, { type: 'LowBalance' }] },
    })
    const campaigns = [both, aCampaign({ id: 'zz-low' }), twice]
    expect(idsFor(campaigns, 'LowBalance')).toEqual(['aa-twice', 'both', 'zz-low'])
    expect(idsFor(campaigns, 'Birthday')).toEqual(['both'])
    expect(idsFor(campaigns, 'LargeDeposit')).toBeUndefined()
  })

  it('with a schedule are found by their own occurrences', () => {
    const trigger = { schedule: { cron: '0 9 * * *', timeZone: 'Europe/Prague' } }
    const campaigns = [aCampaign({ id: 'one', trigger }), aCampaign({ id: 'two', trigger })]
    expect(idsFor(campaigns, 'Scheduled', { campaignId: 'two' })).toEqual(['two'])
    expect(idsFor(campaigns, 'Scheduled')).toBeUndefined()
  })

  it('are indexed once for a list, and anew for a new list', () => {
    const list = [aCampaign()]
    expect(campaignIndex(list)).toBe(campaignIndex(list))
    const paused = campaignIndex([aCampaign({ status: 'paused' })])
    const group = paused.candidatesFor({ type: 'LowBalance', data: {} })
    expect(group?.candidates[0]?.compiled.campaign.status).toBe('paused')
  })

  it('leave the list as it was', () => {
    const list = Object.freeze([aCampaign({ id: 'zz-low' }), aCampaign({ id: 'aa-low' })])
    expect(idsFor(list, 'LowBalance')).toEqual(['aa-low', 'zz-low'])
    expect(list.map(({ id }) => id)).toEqual(['zz-low', 'aa-low'])
  })
})

describe('what gates ask', () => {
  it.each([
    [{ code: 'A', kind: 'deposit' as const }, 0, false],
    [{ code: 'A', kind: 'credit' as const }, 0, true],
    [{ code: 'A', kind: 'investment' as const, risk: [2] }, 2, false],
    [{ code: 'A', kind: 'investment' as const, risk: [4, 2] }, 4, false],
    // Refused when it is written; should one get here all the same, it may be the riskiest there is.
    [{ code: 'A', kind: 'investment' as const }, 5, false],
    [{ code: 'A', kind: 'insurance' as const, risk: [3] }, 3, false],
  ])('%j: risk %i, credit %s', (product, risk, credit) => {
    expect(compiled(anOffer({ product }))).toMatchObject({ risk, credit })
  })

  it('of no product: neither risk nor credit', () => {
    expect(compiled(aCampaign())).toMatchObject({ risk: 0, credit: false })
  })

  it('the fields that only a candidate which passed asks about, each once', () => {
    const age = { field: 'customer.age', op: 'gte', value: 18 } as const
    const hour = { field: 'now.hour', op: 'gte', value: 18 } as const
    const campaign = aCampaign({
      audience: { field: 'customer.branch', op: 'eq', value: 'B1' },
      task: { mode: 'beside', when: { not: age }, dueWithinHours: 1, title: { en: 'x' } },
      propensity: { base: 1, adjust: [{ when: hour, times: 2 }] },
      context: [{ when: { any: [age, hour] }, times: 2 }],
    })
    expect(compiled(campaign).lateFields).toEqual(['customer.age', 'now.hour'])
    expect(compiled(aCampaign()).lateFields).toEqual([])
  })

  it('validity: from and until, or for ever', () => {
    expect(compiled(aCampaign())).toMatchObject({ validFrom: -Infinity, validUntil: Infinity })
    expect(
      compiled(aCampaign({ validFrom: '2026-01-01T00:00:00+01:00', validUntil: '2026-02-01T00:00:00Z' })),
    ).toMatchObject({ validFrom: Date.UTC(2025, 11, 31, 23), validUntil: Date.UTC(2026, 1, 1) })
  })

  it('seeds that differ between campaigns, and between control group and variants', () => {
    const [one, other] = ['one', 'other'].map((id) => compiled(aCampaign({ id })))
    const seeds = [one?.holdoutSeed, one?.variantSeed, other?.holdoutSeed, other?.variantSeed]
    expect(new Set(seeds).size).toBe(4)
    expect(compiled(aCampaign({ id: 'one', version: 2 })).holdoutSeed).toBe(one?.holdoutSeed)
  })
})
