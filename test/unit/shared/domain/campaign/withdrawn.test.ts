import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { inPlaceOf, isWithdrawn } from '#shared/domain/campaign/withdrawn.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'

type Step = 'next' | Campaign['status']

/** What stands after these steps, one after the other; `next` puts the campaign's next version live. */
const standingAfter = (...steps: readonly Step[]): Campaign => {
  let standing = inPlaceOf(aCampaign({ version: 1 }), undefined)
  for (const step of steps)
    standing =
      step === 'next'
        ? inPlaceOf(aCampaign({ version: standing.version + 1 }), standing)
        : { ...standing, status: step }
  return standing
}

describe('a version is withdrawn', () => {
  it('where it, or a later one, was paused or ended when another took its place, and only there', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom<Step>('next', 'live', 'paused', 'ended'), { maxLength: 12 }),
        (steps) => {
          const standing = standingAfter(...steps)
          // By the steps alone: which version stood in which state when the next one came.
          const replaced: { version: number; status: Step }[] = []
          let [version, status]: [number, Step] = [1, 'live']
          for (const step of steps) {
            if (step === 'next') replaced.push({ version, status })
            ;[version, status] = step === 'next' ? [version + 1, 'live'] : [version, step]
          }
          for (let each = 1; each <= version; each++)
            expect(isWithdrawn(each, standing)).toBe(
              replaced.some((one) => one.version >= each && one.status !== 'live'),
            )
        },
      ),
    )
  })

  it('never where it stands itself, whatever becomes of it', () => {
    expect(isWithdrawn(1, standingAfter('paused'))).toBe(false)
    expect(isWithdrawn(1, standingAfter('ended'))).toBe(false)
    expect(isWithdrawn(2, standingAfter('paused', 'next', 'paused'))).toBe(false)
    expect(isWithdrawn(1, standingAfter('paused', 'next', 'paused'))).toBe(true)
  })

  it('changes nothing of the version but that', () => {
    const next = aCampaign({ version: 2 })
    expect(inPlaceOf(next, undefined)).toEqual(next)
    expect(inPlaceOf(next, aCampaign({ version: 1, status: 'paused', name: 'Old' }))).toEqual({
      ...next,
      withdrawnUpTo: 1,
    })
  })
})
