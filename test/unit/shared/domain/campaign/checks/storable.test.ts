import { describe, expect, it } from 'vitest'
import { isTooDeep, storageProblems } from '#shared/domain/campaign/checks/storable.ts'
import { changed, serviceCampaign } from '#test/support/builders/written-campaigns.ts'
import { problemsOf } from '#test/support/campaign-problems.ts'

const nested = (depth: number): unknown =>
  Array.from({ length: depth }).reduce((inner: unknown) => ({ in: inner }), 'x')

describe('what a table keeps', () => {
  it.each([
    [30, false],
    [31, true],
    [10_000, true],
  ])('%i groups within groups: too deep is %j', (depth, expected) => {
    expect(isTooDeep(nested(depth))).toBe(expected)
  })

  it.each([
    [1e20, true],
    [-1e20, true],
    [1e-120, true],
    [Number.NaN, true],
    [Number.MAX_SAFE_INTEGER, false],
    [0, false],
    [0.25, false],
  ])('the number %d is refused: %j', (value, refused) => {
    const problems = storageProblems({ audience: { all: [{ value }] } })
    expect(problems.map(({ path, code }) => [path, code])).toEqual(
      refused ? [['audience.all.0.value', 'out-of-bounds']] : [],
    )
  })

  it('has bounds for a campaign, in bytes and not in characters', () => {
    expect(storageProblems({ text: '余'.repeat(50_000) })).toEqual([])
    expect(storageProblems({ text: '余'.repeat(70_000) })).toMatchObject([{ path: '', code: 'too-big' }])
  })

  it('is part of every check of a campaign', () => {
    const audience = { field: 'customer.age', op: 'lt', value: 1e20 }
    expect(problemsOf(changed(serviceCampaign, 'audience', audience))).toContainEqual(
      expect.objectContaining({ path: 'audience.value', code: 'out-of-bounds' }),
    )
  })
})
