import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { GoLiveDate } from '#shared/domain/campaign/go-live-date.ts'
import type { AuditEntry } from '#shared/ports/audit.ts'

/** The date that goes with a change: as it was seen, and what becomes of it. */
export interface DateChange {
  readonly seen: GoLiveDate
  readonly to: Exclude<GoLiveDate['state'], 'waiting'>
  readonly because?: string
}

/**
 * What people do with approved campaigns: the items that the functions read (live, paused, ended), and the dates on
 * which versions go live. Every change is conditional on what was seen, and written with its line in the audit table.
 * All of them answer false where things are not as seen any more: nothing was written.
 */
export interface LiveCampaigns {
  /** The campaign as the functions read it; undefined where no version has ever gone live. */
  live(campaignId: string): Promise<Campaign | undefined>
  /** In the order of their ids. @param after the last one seen */
  page(after: string | undefined, limit: number): Promise<readonly Campaign[]>
  /** Puts a version in the place of the one that was seen there, or of none. */
  goLive(
    campaign: Campaign,
    seen: Campaign | undefined,
    audit: AuditEntry,
    date?: DateChange,
  ): Promise<boolean>
  /** Pauses, resumes or ends what was seen; what the engine paused it for is forgotten with a resumption. */
  move(seen: Campaign, to: Campaign['status'], audit: AuditEntry, date?: DateChange): Promise<boolean>
  /** The date on which a version goes live, or went; undefined where there never was one. */
  date(campaignId: string): Promise<GoLiveDate | undefined>
  /** Sets a date, in the place of the one that was seen, or of none. */
  setDate(date: GoLiveDate, seen: GoLiveDate | undefined, audit: AuditEntry): Promise<boolean>
  /** Ends a date that waits. */
  endDate(change: DateChange, audit: AuditEntry): Promise<boolean>
}
