import type { ScanCursor } from '#shared/domain/launch/launch-part.ts'
import type { CustomerProfile } from '#shared/domain/profile/customer-profile.ts'

export interface CustomerPage {
  readonly profiles: readonly CustomerProfile[]
  /** Customers whose profile cannot be read. */
  readonly unreadable: readonly string[]
  /** Where the next page begins; none where this was the last one. */
  readonly next: ScanCursor | undefined
  /** What reading it cost, as DynamoDB counted it. */
  readonly readUnits: number
}

/** All customers, in parts that several workers read side by side. */
export interface CustomerPages {
  /** @param limit items that are read, of which not each is a profile */
  page(request: {
    readonly part: number
    readonly parts: number
    readonly cursor: ScanCursor | undefined
    readonly limit: number
  }): Promise<CustomerPage>
}
