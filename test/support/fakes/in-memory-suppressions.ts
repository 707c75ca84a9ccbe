import { type RegisterWrite, stillNewer } from '#shared/domain/profile/register.ts'
import { suppressionWrite } from '#shared/domain/profile/suppression.ts'
import type { Suppressions } from '#shared/ports/suppressions.ts'

/** Suppressions in memory, with the table's condition; `items` are the profiles' attributes. */
export const createInMemorySuppressions = () => {
  const items = new Map<string, Record<string, RegisterWrite['value']>>()
  const faults: Error[] = []
  const suppressions: Suppressions = {
    keep: async (customerId, reported) => {
      const fault = faults.shift()
      if (fault) throw fault
      const item = items.get(customerId) ?? {}
      const [write] = stillNewer([suppressionWrite(reported)], item)
      if (!write) return false
      items.set(customerId, { ...item, [write.attribute]: write.value })
      return true
    },
  }
  return { ...suppressions, items, failNext: (error: Error) => void faults.push(error) }
}
