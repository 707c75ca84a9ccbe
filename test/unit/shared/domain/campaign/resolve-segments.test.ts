import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkCampaign } from '#shared/domain/campaign/check-campaign.ts'
import {
  inTermsOfDraft,
  resolveCondition,
  resolveSegments,
} from '#shared/domain/campaign/resolve-segments.ts'
import { changed, serviceCampaign } from '#test/support/builders/written-campaigns.ts'

const seniors = { field: 'customer.age', op: 'gte', value: 65 }
const wealthy = { field: 'segment.assetTier', op: 'eq', value: 'private' }
const both = { all: [{ segment: 'seniors' }, { segment: 'wealthy' }] }
const segments = new Map<string, unknown>([
  ['seniors', seniors],
  ['wealthy', wealthy],
  ['old-money', both],
  ['loop-a', { not: { segment: 'loop-b' } }],
  ['loop-b', { any: [{ segment: 'loop-a' }] }],
  ['broken', { all: [{ segment: 'gone' }] }],
])
const refersTo = (segment: string) => ({ segment })
const ofAudience = (audience: unknown) => resolveSegments({ audience }, segments)

describe('what a draft says by the name of a segment', () => {
  it.each([
    ['the audience itself', { audience: refersTo('seniors') }, { audience: seniors }],
    [
      'in all',
      { audience: { all: [wealthy, refersTo('seniors')] } },
      { audience: { all: [wealthy, seniors] } },
    ],
    ['in any', { audience: { any: [refersTo('seniors')] } }, { audience: { any: [seniors] } }],
    ['in not', { audience: { not: refersTo('seniors') } }, { audience: { not: seniors } }],
    [
      "a trigger's where",
      { trigger: { signals: [{ type: 'LowBalance', where: refersTo('seniors') }] } },
      { trigger: { signals: [{ type: 'LowBalance', where: seniors }] } },
    ],
    [
      'an adjustment of the propensity',
      { propensity: { base: 1, adjust: [{ when: refersTo('seniors'), times: 2 }] } },
      { propensity: { base: 1, adjust: [{ when: seniors, times: 2 }] } },
    ],
    [
      'the context',
      { context: [{ when: refersTo('seniors'), times: 2 }] },
      { context: [{ when: seniors, times: 2 }] },
    ],
    ['a task', { task: { when: refersTo('seniors') } }, { task: { when: seniors } }],
  ])('%s', (_, draft, meant) => {
    const { content, problems, uses } = resolveSegments(draft, segments)
    expect(content).toEqual(meant)
    expect(problems).toEqual([])
    expect(uses).toEqual(['seniors'])
  })

  it('stands on the segments of its segments, too', () => {
    const { content, uses } = ofAudience(refersTo('old-money'))
    expect(content).toEqual({ audience: { all: [seniors, wealthy] } })
    expect(uses).toEqual(['old-money', 'seniors', 'wealthy'])
  })

  it('leaves everything else as it was given', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (given) => {
        fc.pre(!JSON.stringify(given).includes('"segment"'))
        expect(resolveSegments(given, segments)).toMatchObject({ content: given, problems: [], uses: [] })
      }),
    )
  })
})

describe('a reference that does not lead to a condition', () => {
  const said = (audience: unknown) => ofAudience(audience).problems.map(({ path, code }) => `${path} ${code}`)

  it.each([
    ['unknown', { all: [wealthy, refersTo('gone')] }, ['audience.all.1 unknown-segment']],
    ['named like a property of every object', refersTo('constructor'), ['audience unknown-segment']],
    ['no text', { segment: 5 }, ['audience wrong-type']],
    ['beside something else', { segment: 'seniors', not: wealthy }, ['audience unknown-key']],
    ['back to itself, whichever comes first', { not: refersTo('loop-a') }, ['audience.not segment-cycle']],
    ['unknown within a segment', refersTo('broken'), ['audience unknown-segment']],
    [
      'two of them',
      { any: [refersTo('gone'), refersTo('loop-b')] },
      ['audience.any.0 unknown-segment', 'audience.any.1 segment-cycle'],
    ],
  ])('%s', (_, audience, expected) => {
    expect(said(audience)).toEqual(expected)
  })

  it('names the way back', () => {
    expect(ofAudience(refersTo('loop-a')).problems[0]?.message).toContain('loop-a → loop-b → loop-a')
  })

  it('used twice by each of twenty that stand on one another, is refused instead of growing a million times', () => {
    const doubling = new Map<string, unknown>([['s0', seniors]])
    for (let level = 1; level <= 20; level++)
      doubling.set(`s${level}`, { all: [refersTo(`s${level - 1}`), refersTo(`s${level - 1}`)] })
    const { problems } = resolveCondition(refersTo('s20'), doubling, ['condition'])
    expect(problems).toMatchObject([{ path: 'condition', code: 'too-deep' }])
  })

  it('in groups beyond number, is refused and does not end the program', () => {
    let deep: unknown = seniors
    for (let level = 0; level < 20_000; level++) deep = { not: deep }
    expect(ofAudience(deep).problems).toMatchObject([{ code: 'too-deep' }])
  })
})

describe('what is wrong with a draft', () => {
  const check = (audience: unknown, given = segments) => {
    const resolved = resolveSegments(changed(serviceCampaign, 'audience', audience), given)
    const { problems } = checkCampaign(resolved.content)
    return [...resolved.problems, ...inTermsOfDraft(problems, resolved)].map(
      ({ path, code }) => `${path} ${code}`,
    )
  }

  it('is nothing where its segments are right', () => {
    expect(check(refersTo('old-money'))).toEqual([])
  })

  it('is said of the reference where it stands in the segment', () => {
    const given = new Map<string, unknown>([
      ['bad', { all: [{ field: 'customer.age', op: 'gte', value: 'old' }] }],
    ])
    const [problem, ...others] = check({ not: refersTo('bad') }, given)
    expect(problem).toMatch(/^audience\.not /)
    expect(others).toEqual([])
  })

  it('is only the reference, where the segment is not there, and what is wrong elsewhere', () => {
    expect(check({ all: [refersTo('gone'), { field: 'customer.age', op: 'gte', value: 'old' }] })).toEqual([
      'audience.all.0 unknown-segment',
      expect.stringMatching(/^audience\.all\.1/),
    ])
  })
})
