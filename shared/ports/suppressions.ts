import type { ReportedSuppression } from '#shared/domain/profile/suppression.ts'

/** What stands against the channels of customers. */
export interface Suppressions {
  /**
   * Keeps a report unless a newer one is there: any order and any number of times comes to the same.
   * @returns whether it changed anything
   */
  keep(customerId: string, reported: ReportedSuppression): Promise<boolean>
}
