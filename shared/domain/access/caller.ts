import * as z from 'zod/mini'

/** Groups of the bank's user pool, and nothing else: what a token names beyond them counts for nothing. */
export const roleSchema = z.enum(['marketer', 'approver', 'relationship-manager', 'compliance', 'admin'])
export type Role = z.infer<typeof roleSchema>
export const roles: readonly Role[] = roleSchema.options

/** Who asks, as the token says that the authorizer has checked. */
export interface Caller {
  /** The pool's own id (`sub`): stable, and never given to anybody else. Makers and checkers are told apart by it. */
  readonly userId: string
  /** As colleagues know the person: what stands in `createdBy` and `approvedBy` for people to read. */
  readonly name: string
  readonly groups: readonly Role[]
  /** A relationship manager's own id at the bank: theirs are the customers whose profile names it. */
  readonly managerId?: string
  /** With it and without a `managerId`: the head of this branch. */
  readonly branchId?: string
  /** Only where the pool has verified it. */
  readonly email?: string
  readonly phone?: string
}

export const isOneOf = ({ groups }: Caller, allowed: readonly Role[]): boolean =>
  groups.some((group) => allowed.includes(group))
