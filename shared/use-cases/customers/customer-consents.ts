import type { Suppression } from '#shared/domain/profile/customer-profile.ts'
import type { ConsentProof, ConsentProofs } from '#shared/ports/consent-proofs.ts'
import {
  type CustomerRequest,
  type SeeCustomerDependencies,
  seeCustomer,
} from '#shared/use-cases/customers/see-customer.ts'

export interface CustomerConsentsDependencies extends SeeCustomerDependencies {
  readonly proofs: ConsentProofs
}

/** A consent as decisions see it, with where it is on record. */
export type ShownConsent = Pick<ConsentProof, 'purpose' | 'channel' | 'granted'> &
  Partial<Pick<ConsentProof, 'at' | 'proof'>>

export interface ShownConsents {
  readonly consents: readonly ShownConsent[]
  /** What stands against a channel whatever was consented to. */
  readonly closed: readonly (Suppression & { readonly channel: string })[]
}

const order = (one: ShownConsent, other: ShownConsent): number =>
  one.purpose.localeCompare(other.purpose) || one.channel.localeCompare(other.channel)

/**
 * What a customer consented to, and the proof of each (PII). What counts is the profile, because decisions read it; the
 * proof is that of the newest word on the same purpose and channel. Audited before it is answered.
 */
export const customerConsents =
  (dependencies: CustomerConsentsDependencies) =>
  async (request: CustomerRequest): Promise<ShownConsents> => {
    const { profile } = await seeCustomer(dependencies)(request, 'consents')
    const proofs = await dependencies.proofs.proofs(request.customerId)
    const consents = [...profile.consents].map(([name, granted]): ShownConsent => {
      const [purpose = name, channel = ''] = name.split(':')
      const found = proofs.find((one) => one.purpose === purpose && one.channel === channel)
      // Where the two were written at different times, only what says the same proves anything.
      const proves = found !== undefined && found.granted === granted
      return { purpose, channel, granted, ...(proves ? { at: found.at, proof: found.proof } : {}) }
    })
    const closed = [...profile.suppressions].map(([channel, standing]) => ({ channel, ...standing }))
    return { consents: consents.sort(order), closed }
  }
