import type { Caller } from '#shared/domain/access/caller.ts'
import { type CustomerSight, sightOf } from '#shared/domain/access/customer-sight.ts'
import type { CustomerProfile } from '#shared/domain/profile/customer-profile.ts'
import type { Audit } from '#shared/ports/audit.ts'
import type { CustomerHistory } from '#shared/ports/customer-history.ts'
import type { ProfileReader } from '#shared/ports/profile-reader.ts'
import { customerSubject } from '#shared/use-cases/customers/customer-subject.ts'
import { Refusal } from '#shared/use-cases/refusal.ts'

export interface SeeCustomerDependencies {
  readonly profiles: ProfileReader
  readonly history: CustomerHistory
  readonly audit: Audit
}

export interface CustomerRequest {
  readonly customerId: string
  readonly caller: Caller
  readonly requestId: string
  readonly now: Date
}

/** What of a customer somebody reads, as the audit table names it. */
export type CustomerRead = 'profile' | 'timeline' | 'decisions' | 'decision' | 'consents'

export interface SeenCustomer {
  readonly sight: CustomerSight
  readonly profile: CustomerProfile
}

/** Without a profile somebody may still be known by what was decided: ready-made signals need none. */
const isKnown = async (
  history: CustomerHistory,
  { known, accounts, balances }: CustomerProfile,
  { customerId, now }: CustomerRequest,
): Promise<boolean> =>
  known ||
  accounts.size + balances.size > 0 ||
  (await history.page({ customerId, limit: 1, now })).entries.length > 0

/**
 * Lets a caller see a customer, and writes down that they did before anything is told; what is refused is written down,
 * too. Somebody else's customer is refused after the same reads and writes, and in the same words, as one that does not
 * exist.
 * @throws Refusal `no-such-customer`
 * @throws Error where the audit table did not take the line: no audit, no answer
 */
export const seeCustomer =
  ({ profiles, history, audit }: SeeCustomerDependencies) =>
  async (request: CustomerRequest, read: CustomerRead, entry?: string): Promise<SeenCustomer> => {
    const { customerId, caller, requestId, now } = request
    const profile = await profiles.profile(customerId)
    const may = sightOf(caller, profile)
    const sight = may !== 'compliance' || (await isKnown(history, profile, request)) ? may : undefined
    await audit.write({
      subject: customerSubject(customerId),
      action: sight ? `${read}-read` : `${read}-refused`,
      at: now,
      caller,
      requestId,
      details: { as: sight, decision: entry },
    })
    if (sight === undefined)
      throw new Refusal('not-found', 'no-such-customer', 'No such customer, or none of yours.')
    return { sight, profile }
  }
