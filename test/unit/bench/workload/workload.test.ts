import { describe, expect, it } from 'vitest'
import { campaignSchema } from '#shared/domain/campaign/campaign.ts'
import type { Condition } from '#shared/domain/campaign/condition.ts'
import { benchCampaigns } from '#test/bench/workload/campaigns.ts'
import { benchOccasions } from '#test/bench/workload/signals.ts'
import { otherTypes, triggerTypes } from '#test/bench/workload/tests.ts'

const campaigns = benchCampaigns(7, 200, 40)
const measured = campaigns.slice(0, 200)

const typeOf = ({ trigger }: (typeof campaigns)[number]): string =>
  'signals' in trigger ? (trigger.signals[0]?.type ?? '') : ''

/** A range is one condition, "or" joins two. */
const count = (condition: Condition | undefined): number => {
  if (!condition) return 0
  if ('any' in condition) return condition.any.length
  if (!('all' in condition)) return 1
  const isRange = condition.all.every((part) => 'op' in part && ['gte', 'lte'].includes(part.op))
  const fields = new Set(condition.all.map((part) => ('field' in part ? part.field : part)))
  return isRange && fields.size === 1 ? 1 : condition.all.map(count).reduce((sum, one) => sum + one, 0)
}

describe('the campaigns', () => {
  it('are valid, and each has an id of its own', () => {
    for (const campaign of campaigns) expect(campaignSchema.safeParse(campaign).success).toBe(true)
    expect(new Set(campaigns.map(({ id }) => id)).size).toBe(240)
  })

  it('are the same for the same seed, and others for another', () => {
    expect(benchCampaigns(7, 20)).toEqual(campaigns.slice(0, 20))
    expect(benchCampaigns(8, 20)).not.toEqual(campaigns.slice(0, 20))
  })

  it('do not change with the number of those that nothing triggers', () => {
    expect(benchCampaigns(7, 200)).toEqual(measured)
  })

  it('are forty for each moment, the others for moments that do not occur', () => {
    for (const type of triggerTypes) expect(measured.filter((one) => typeOf(one) === type)).toHaveLength(40)
    const others = new Set<string>(otherTypes)
    expect(campaigns.slice(200).every((one) => others.has(typeOf(one)))).toBe(true)
  })

  it('have four to six conditions each', () => {
    const counts = measured.map(({ trigger, audience }) =>
      count({
        all: [
          ...('signals' in trigger ? trigger.signals.flatMap(({ where }) => where ?? []) : []),
          ...(audience ? [audience] : []),
        ],
      }),
    )
    expect([...new Set(counts)].sort()).toEqual([4, 5, 6])
  })

  it('are of both purposes, with all that the gates ask about', () => {
    const some = (has: (campaign: (typeof campaigns)[number]) => unknown) => measured.some(has)
    expect(some(({ purpose }) => purpose === 'service')).toBe(true)
    expect(some(({ purpose, holdout }) => purpose === 'marketing' && holdout > 0)).toBe(true)
    expect(some(({ product }) => product?.kind === 'investment' && product.risk)).toBe(true)
    expect(some(({ product }) => product?.kind === 'credit')).toBe(true)
    expect(some(({ flags }) => flags.vulnerable)).toBe(true)
    expect(some(({ flags }) => flags.mandatoryNotice)).toBe(true)
    expect(some(({ minDaysBetween }) => minDaysBetween)).toBe(true)
    expect(some(({ task }) => task)).toBe(true)
    expect(some(({ variants }) => variants.length > 1)).toBe(true)
  })
})

describe('the signals', () => {
  const occasions = benchOccasions(7, 500)

  it('are the same for the same seed, and others for another', () => {
    expect(benchOccasions(7, 500)).toEqual(occasions)
    expect(benchOccasions(8, 500)).not.toEqual(occasions)
  })

  it('belong to the customer whose profile they come with, of a tenth as many customers', () => {
    for (const { signal, profile } of occasions) expect(signal.customerId).toBe(profile.customerId)
    expect(new Set(occasions.map(({ profile }) => profile)).size).toBeLessThanOrEqual(50)
  })

  it('are about accounts and cards that the customer has', () => {
    for (const { signal, profile } of occasions) {
      const { accountId, cardId } = signal.data
      if (accountId !== undefined) expect(profile.accounts.has(String(accountId))).toBe(true)
      if (cardId !== undefined) expect(profile.cards.has(String(cardId))).toBe(true)
    }
  })

  it('are of all five moments, decided after they happened', () => {
    expect(new Set(occasions.map(({ signal }) => signal.type))).toEqual(new Set(triggerTypes))
    for (const { signal, now } of occasions) expect(now.getTime()).toBeGreaterThan(Date.parse(signal.at))
  })
})
