import type { Counts } from '#shared/domain/results/result-row.ts'

/** A campaign's version that is to say no more, and what speaks against it. */
export interface ComplaintPause {
  readonly campaignId: string
  readonly campaignVersion: number
  readonly channel: string
  readonly counts: Pick<Counts, 'delivered' | 'complained'>
  readonly at: Date
}

/** What the engine stops by itself. */
export interface CampaignPauses {
  /**
   * Pauses the live campaign, and says why in the audit table: both or neither. Only that version, and only while it is
   * live: what a person has paused, ended or replaced meanwhile stays as it is.
   * @returns whether it was paused by this call
   */
  pauseForComplaints(pause: ComplaintPause): Promise<boolean>
}
