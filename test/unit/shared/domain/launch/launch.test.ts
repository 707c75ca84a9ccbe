import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { launchIdOf, launchIdParts } from '#shared/domain/launch/launch.ts'
import { partsFor } from '#shared/domain/launch/parts.ts'

describe('the id of a launch', () => {
  it('is readable', () => {
    expect(launchIdOf('spring-offer', new Date('2026-03-29T01:00:00Z'))).toBe(
      'spring-offer.20260329T010000000Z',
    )
  })

  it('tells campaign and occurrence', () => {
    const aCampaignId = fc.stringMatching(/^[a-z][a-z0-9-]{2,63}$/)
    const aMoment = fc.date({ min: new Date('1970-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(aCampaignId, aMoment, (campaignId, at) => {
        expect(launchIdParts(launchIdOf(campaignId, at))).toEqual({ campaignId, at })
      }),
    )
  })

  it.each([
    '',
    'spring-offer',
    'spring-offer.2026-03-29T01:00:00.000Z',
    'spring-offer.20260229T010000000Z',
    'spring-offer.20261329T010000000Z',
    'Spring.20260329T010000000Z',
    'spring-offer.20260329T010000000Z ',
    'a#b.20260329T010000000Z',
  ])('%j is none', (text) => {
    expect(launchIdParts(text)).toBeUndefined()
  })
})

describe('parts of a launch', () => {
  it.each([
    [0, 1],
    [1, 1],
    [20_000, 1],
    [20_001, 2],
    [200_000, 10],
    [9_990_000, 500],
    [40_000_000, 500],
  ])('%i items are %i parts', (items, parts) => {
    expect(partsFor(items)).toBe(parts)
  })
})
