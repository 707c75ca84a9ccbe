import type { CustomerProfile } from '#shared/domain/profile/customer-profile.ts'

export interface ProfileReader {
  /** The profile as it is now, or an unknown one. */
  profile(customerId: string): Promise<CustomerProfile>
}
