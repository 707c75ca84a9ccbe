import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { WorkingCopy } from '#shared/domain/campaign/working-copy.ts'
import type { AuditEntry } from '#shared/ports/audit.ts'

/** The working copies of campaigns. Every change is written with its line in the audit table: both, or neither. */
export interface CampaignDrafts {
  /** The campaign's working copy; undefined for one that was seeded and never written here. */
  read(campaignId: string): Promise<WorkingCopy | undefined>
  /** Working copies in the order of their campaigns' ids. @param after the last one seen */
  page(after: string | undefined, limit: number): Promise<readonly WorkingCopy[]>
  /**
   * Begins a campaign.
   * @returns false where one with this id is there, as a working copy, live, or as an approved version
   */
  create(copy: WorkingCopy, audit: AuditEntry): Promise<boolean>
  /**
   * Writes the working copy over the one that has its revision less one; over none, where that is 0.
   * @returns false where it has another revision by now: nothing was written
   */
  replace(copy: WorkingCopy, audit: AuditEntry): Promise<boolean>
  /**
   * Approves: the version for ever, and the working copy's new state. Only what is submitted, of the revision that the
   * approver looked at, and never by anybody who ever wrote on it (RULES 16): the table itself is asked.
   * @param copy as it will be, its `approved` naming the approver
   * @param campaign the version that it becomes
   * @param audit its caller is the approver
   * @returns `refused`: the working copy is not as it must be; `taken`: there is such a version already
   */
  approve(
    copy: WorkingCopy,
    campaign: Campaign,
    audit: AuditEntry,
  ): Promise<'approved' | 'refused' | 'version-taken'>
}
