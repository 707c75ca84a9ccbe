import type { Caller } from '#shared/domain/access/caller.ts'
import type { CampaignProblem } from '#shared/domain/campaign/check-campaign.ts'
import type { AuditDetails, AuditEntry } from '#shared/ports/audit.ts'
import { Refusal } from '#shared/use-cases/refusal.ts'

/** Who does something to a campaign, by which request, and when. */
export interface Acting {
  readonly caller: Caller
  readonly requestId: string
  readonly now: Date
}

/** The line about it. Free text of staff (why, a note) is all that its details may hold beside codes and numbers. */
export const auditOf = (
  campaignId: string,
  action: string,
  { caller, requestId, now }: Acting,
  details: AuditDetails = {},
): AuditEntry => ({ subject: `campaign#${campaignId}`, action, at: now, caller, requestId, details })

/** Who did it and when, as the working copy keeps it. */
export const doneBy = ({ caller, now }: Acting) => ({
  by: caller.userId,
  name: caller.name,
  at: now.toISOString(),
})

export const noSuchCampaign = (): Refusal =>
  new Refusal('not-found', 'no-such-campaign', 'There is no such campaign')

export const noSuchVersion = (): Refusal =>
  new Refusal('not-found', 'no-such-version', 'The campaign has no such version')

/** @param place what the paths begin with, where the campaign stands within something else */
export const refusedFor = (
  code: string,
  detail: string,
  problems: readonly CampaignProblem[],
  place = '',
): Refusal =>
  new Refusal(
    'invalid',
    code,
    detail,
    problems
      .filter(({ severity }) => severity === 'error')
      .map(({ path, code, message }) => ({ path: [place, path].filter(Boolean).join('.'), code, message })),
  )
