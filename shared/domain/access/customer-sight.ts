import type { Caller } from '#shared/domain/access/caller.ts'
import type { CustomerProfile } from '#shared/domain/profile/customer-profile.ts'

/** As what somebody sees a customer. */
export type CustomerSight = 'compliance' | 'manager' | 'branch-head'

/**
 * Whether the caller may see a customer, and as what: compliance everybody; a manager those whose profile names them; a
 * token with a branch and no manager, the head's, those of the branch.
 * @returns undefined for anybody else's customer, which is then as unknown
 */
export const sightOf = (
  { groups, managerId, branchId }: Pick<Caller, 'groups' | 'managerId' | 'branchId'>,
  { single }: Pick<CustomerProfile, 'single'>,
): CustomerSight | undefined => {
  if (groups.includes('compliance')) return 'compliance'
  if (!groups.includes('relationship-manager')) return undefined
  if (managerId !== undefined) return single.relationshipManagerId === managerId ? 'manager' : undefined
  return branchId !== undefined && single.branchId === branchId ? 'branch-head' : undefined
}

/**
 * Whether the reason of a mark of vulnerability is shown, beside the mark itself: to the customer's own manager, who has
 * to act on it, and to compliance, who answer for it. A head hands out work, and needs to know only that care is due.
 */
export const seesVulnerability = (sight: CustomerSight): boolean => sight !== 'branch-head'
