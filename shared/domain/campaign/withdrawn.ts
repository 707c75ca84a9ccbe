import type { Campaign } from '#shared/domain/campaign/campaign.ts'

/**
 * The version as it stands among the live campaigns in the place of what was seen there. What stood there paused or ended
 * is withdrawn with that, and every version before it: nothing decided with it leaves any more, wherever it waits. What
 * was live is followed by a newer version, and what it decided leaves as it was decided. What was withdrawn before stays
 * withdrawn.
 * @param seen as the functions read it; undefined where none has ever gone live
 */
export const inPlaceOf = (campaign: Campaign, seen: Campaign | undefined): Campaign => {
  const withdrawnUpTo = seen?.status === 'live' ? seen.withdrawnUpTo : seen?.version
  return withdrawnUpTo === undefined ? campaign : { ...campaign, withdrawnUpTo }
}

/** Whether nothing of the version leaves any more. @param standing the campaign as the functions read it */
export const isWithdrawn = (version: number, { withdrawnUpTo }: Pick<Campaign, 'withdrawnUpTo'>): boolean =>
  withdrawnUpTo !== undefined && version <= withdrawnUpTo
