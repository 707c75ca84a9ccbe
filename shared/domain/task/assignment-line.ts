import type { CustomerProfile } from '#shared/domain/profile/customer-profile.ts'
import type { Settings } from '#shared/domain/settings.ts'

/**
 * Who may get a task, in order: the customer's own manager, then the others of the branch, beginning after that
 * manager. Empty where nobody is known: the task waits in the branch's queue.
 */
export const assignmentLine = (
  { single: { relationshipManagerId: own, branchId } }: Pick<CustomerProfile, 'single'>,
  { branches }: Settings['tasks'],
): readonly string[] => {
  const managers = branches[branchId ?? '']?.managers ?? []
  const start = own === undefined ? 0 : managers.indexOf(own) + 1
  const others = [...managers.slice(start), ...managers.slice(0, start)]
  return [...new Set(own === undefined ? others : [own, ...others])]
}
