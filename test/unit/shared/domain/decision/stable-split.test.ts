import { describe, expect, it } from 'vitest'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { indexCampaigns } from '#shared/domain/campaign/compile.ts'
import type { CompiledCampaign } from '#shared/domain/campaign/compiled-campaign.ts'
import { chooseVariant } from '#shared/domain/campaign/variant.ts'
import { unitHash } from '#shared/domain/stable-hash.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { aProfile, aSignal, decideOn, effectsOf, fateOf } from '#test/support/builders/subjects.ts'

const MANY = 100_000
const customers = Array.from({ length: MANY }, (_, index) => `C${index}`)

const compiled = (campaign: Campaign): CompiledCampaign => {
  const [candidate] = indexCampaigns([campaign]).candidatesFor(aSignal())?.candidates ?? []
  if (!candidate) throw new Error('no candidate')
  return candidate.compiled
}

/** The gate's own sum, a hundred thousand times; that the gate does it says the first test. */
const isHeld = (customerId: string, { campaign, holdoutSeed }: CompiledCampaign): boolean =>
  unitHash(customerId, holdoutSeed) < campaign.holdout

/** Five standard deviations of a binomial: passed by chance once in 1.7 million times; and the hash does not change. */
const expectShare = (count: number, share: number, of = MANY): void =>
  expect(Math.abs(count / of - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / of))

describe('the control group', () => {
  const fateFor = (customerId: string, campaign: Campaign) =>
    fateOf(campaign, { profile: { ...aProfile(), customerId }, signal: aSignal({ customerId }) })

  it('is on the same side at every decision, whatever the version and the moment', () => {
    const campaign = aCampaign({ holdout: 0.3 })
    const held = customers.slice(0, 500).map((id) => fateFor(id, campaign) === 'holdout')
    expect(held).toEqual(customers.slice(0, 500).map((id) => isHeld(id, compiled(campaign))))
    expect(held).toEqual(
      customers.slice(0, 500).map((id) => fateFor(id, { ...campaign, version: 9 }) === 'holdout'),
    )
  })

  it('keeps everybody it had when it grows', () => {
    const [small, large] = [0.1, 0.2].map((holdout) => compiled(aCampaign({ holdout })))
    if (!small || !large) throw new Error('no campaign')
    expect(customers.filter((id) => isHeld(id, small) && !isHeld(id, large))).toEqual([])
  })

  it.each([0, 0.001, 0.05, 0.1, 0.25, 0.5])('is a share of %f', (holdout) => {
    for (const id of ['low-balance', 'another']) {
      const of = compiled(aCampaign({ id, holdout }))
      const held = customers.filter((customerId) => isHeld(customerId, of)).length
      if (holdout === 0) expect(held).toBe(0)
      else expectShare(held, holdout)
    }
  })

  it.each(Array.from({ length: 10 }, (_, index) => [`c-${index}`, `c-${index + 1}`]))(
    'of %s is independent of that of %s',
    (one, other) => {
      const [left, right] = [one, other].map((id) => compiled(aCampaign({ id, holdout: 0.2 })))
      if (!left || !right) throw new Error('no campaign')
      const both = customers.filter((id) => isHeld(id, left) && isHeld(id, right)).length
      expectShare(both, 0.2 * 0.2)
    },
  )
})

describe('variants', () => {
  const variants = [
    { id: 'a', weight: 1, messages: {} },
    { id: 'b', weight: 2, messages: {} },
    { id: 'c', weight: 7, messages: {} },
  ]
  const variantOf = (customerId: string, of: CompiledCampaign) =>
    chooseVariant(of.campaign, unitHash(customerId, of.variantSeed))

  it('are the same for a customer at every decision', () => {
    const campaign = aCampaign({ variants })
    const sent = (customerId: string, signalId: string) =>
      effectsOf([campaign], {
        signal: aSignal({ customerId, id: signalId }),
        profile: { ...aProfile(), customerId },
      }).messages[0]?.variant
    const some = customers.slice(0, 200)
    const first = some.map((id) => sent(id, 'S1'))
    expect(new Set(first)).toEqual(new Set(['a', 'b', 'c']))
    expect(some.map((id) => sent(id, 'S2'))).toEqual(first)
    expect(some.map((id) => variantOf(id, compiled(campaign)))).toEqual(first)
  })

  it('are none where the campaign has none', () => {
    expect(effectsOf([aCampaign()]).messages[0]).not.toHaveProperty('variant')
  })

  it('go to customers by their weights, in the control group’s rest as elsewhere', () => {
    const of = compiled(aCampaign({ variants, holdout: 0.5 }))
    const free = customers.filter((id) => !isHeld(id, of))
    for (const group of [customers, free]) {
      const counts = Map.groupBy(group, (id) => variantOf(id, of))
      for (const { id, weight } of variants)
        expectShare(counts.get(id)?.length ?? 0, weight / 10, group.length)
    }
  })

  it('of one campaign are independent of those of another', () => {
    const [one, other] = ['one', 'other'].map((id) => compiled(aCampaign({ id, variants })))
    if (!one || !other) throw new Error('no campaign')
    for (const left of variants)
      for (const right of variants) {
        const both = customers.filter(
          (id) => variantOf(id, one) === left.id && variantOf(id, other) === right.id,
        )
        expectShare(both.length, (left.weight * right.weight) / 100)
      }
  })
})

it('a replay gives the same answer', () => {
  const campaigns = ['one', 'two', 'three'].map((id) => aCampaign({ id, holdout: 0.4 }))
  const fates = () =>
    customers.slice(0, 100).map((customerId) =>
      decideOn(campaigns, { profile: { ...aProfile(), customerId } })
        .fates()
        .map(({ fate }) => fate),
    )
  expect(fates()).toEqual(fates())
})
