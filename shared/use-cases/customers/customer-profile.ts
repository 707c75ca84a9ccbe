import { seesVulnerability } from '#shared/domain/access/customer-sight.ts'
import type { CustomerProfile } from '#shared/domain/profile/customer-profile.ts'
import type { Contact, ContactsReader } from '#shared/ports/contacts-reader.ts'
import {
  type CustomerRequest,
  type SeeCustomerDependencies,
  seeCustomer,
} from '#shared/use-cases/customers/see-customer.ts'

export interface CustomerProfileDependencies extends SeeCustomerDependencies {
  readonly contacts: ContactsReader
}

/** A mark of vulnerability, with its reason for those who may see it. */
export interface ShownVulnerability {
  readonly reviewOn: string
  readonly reason?: string
}

export interface ShownCustomer {
  readonly profile: CustomerProfile
  /** null: there is no mark; undefined: nothing was ever said. */
  readonly vulnerability: ShownVulnerability | null | undefined
  readonly contact: Contact | undefined
}

/** Who the customer is: the pseudonymous profile, and how they are addressed (PII). Audited before it is answered. */
export const customerProfile =
  (dependencies: CustomerProfileDependencies) =>
  async (request: CustomerRequest): Promise<ShownCustomer> => {
    const { sight, profile } = await seeCustomer(dependencies)(request, 'profile')
    const { vulnerability: mark } = profile.single
    return {
      profile,
      vulnerability: mark && !seesVulnerability(sight) ? { reviewOn: mark.reviewOn } : mark,
      contact: await dependencies.contacts.contact(request.customerId),
    }
  }
