import { describe, expect, it } from 'vitest'
import type { Caller } from '#shared/domain/access/caller.ts'
import { seesVulnerability, sightOf } from '#shared/domain/access/customer-sight.ts'

const theirs = { single: { relationshipManagerId: 'RM1', branchId: 'B1' } }
const unknown = { single: {} }

describe('who sees a customer', () => {
  it.each<[string, Pick<Caller, 'groups' | 'managerId' | 'branchId'>, string | undefined]>([
    ['the manager whom the profile names', { groups: ['relationship-manager'], managerId: 'RM1' }, 'manager'],
    ['no other manager', { groups: ['relationship-manager'], managerId: 'RM2' }, undefined],
    [
      'no colleague of the same branch',
      { groups: ['relationship-manager'], managerId: 'RM2', branchId: 'B1' },
      undefined,
    ],
    ['the head of the branch', { groups: ['relationship-manager'], branchId: 'B1' }, 'branch-head'],
    ['no head of another one', { groups: ['relationship-manager'], branchId: 'B2' }, undefined],
    ['no manager without any id', { groups: ['relationship-manager'] }, undefined],
    ['compliance', { groups: ['compliance'] }, 'compliance'],
    [
      'nobody else',
      { groups: ['marketer', 'approver', 'admin'], managerId: 'RM1', branchId: 'B1' },
      undefined,
    ],
  ])('%s', (_, caller, expected) => {
    expect(sightOf(caller, theirs)).toBe(expected)
  })

  it('a profile that names nobody belongs to nobody, also where a token names nobody', () => {
    expect(sightOf({ groups: ['relationship-manager'] }, unknown)).toBeUndefined()
    expect(sightOf({ groups: ['relationship-manager'], managerId: 'RM1' }, unknown)).toBeUndefined()
    expect(sightOf({ groups: ['relationship-manager'], branchId: 'B1' }, unknown)).toBeUndefined()
  })

  it('why a customer is marked vulnerable is for who acts on it and who answers for it', () => {
    expect(seesVulnerability('manager')).toBe(true)
    expect(seesVulnerability('compliance')).toBe(true)
    expect(seesVulnerability('branch-head')).toBe(false)
  })
})
