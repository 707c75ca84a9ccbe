/** A campaign whose schedule, or date to go live, has come, and when that was. */
export interface DueCampaign {
  readonly campaignId: string
  readonly due: Date
}

/** A launch that is to be looked at. */
export interface DueLaunch extends DueCampaign {
  readonly at: Date
}

/**
 * What of campaigns has become due by `upTo`, oldest first, page by page, a moment after it was written: what is done
 * already may stand here a little longer.
 */
export interface CampaignDue {
  schedules(upTo: Date): AsyncIterable<readonly DueCampaign[]>
  goLives(upTo: Date): AsyncIterable<readonly DueCampaign[]>
  launches(upTo: Date): AsyncIterable<readonly DueLaunch[]>
}
