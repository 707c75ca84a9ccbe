import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { GoLiveDate } from '#shared/domain/campaign/go-live-date.ts'
import { isAuthor, type WorkingCopy } from '#shared/domain/campaign/working-copy.ts'
import type { AuditEntry } from '#shared/ports/audit.ts'
import type { CampaignDrafts } from '#shared/ports/campaign-drafts.ts'
import type { CampaignVersions } from '#shared/ports/campaign-versions.ts'
import type { LiveCampaigns } from '#shared/ports/live-campaigns.ts'

const after = <Item>(items: ReadonlyMap<string, Item>, from: string | undefined, limit: number): Item[] =>
  [...items]
    .filter(([id]) => from === undefined || id > from)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, limit)
    .map(([, item]) => item)

const sameLive = (seen: Campaign | undefined, is: Campaign | undefined): boolean =>
  seen?.version === is?.version && seen?.status === is?.status && seen?.pausedBecause === is?.pausedBecause

const sameDate = (seen: GoLiveDate | undefined, is: GoLiveDate | undefined): boolean =>
  seen?.setAt === is?.setAt && seen?.state === is?.state

/** Working copies, versions and live campaigns that are really kept, under the conditions of the tables. */
export const inMemoryCampaigns = () => {
  const copies = new Map<string, WorkingCopy>()
  const approved = new Map<string, Campaign[]>()
  const running = new Map<string, Campaign>()
  const dates = new Map<string, GoLiveDate>()
  const lines: AuditEntry[] = []
  const versionsOf = (id: string): Campaign[] => approved.get(id) ?? []

  /** All of it where every condition holds, or nothing. */
  const write = (conditions: readonly boolean[], work: () => void, audit: AuditEntry): boolean => {
    if (!conditions.every(Boolean)) return false
    work()
    lines.push(audit)
    return true
  }
  const keep = (copy: WorkingCopy) => copies.set(copy.campaignId, structuredClone(copy))

  const drafts: CampaignDrafts = {
    read: async (id) => structuredClone(copies.get(id)),
    page: async (from, limit) => after(copies, from, limit),
    create: async (copy, audit) => {
      const { campaignId: id } = copy
      return write([!copies.has(id), !running.has(id), versionsOf(id).length === 0], () => keep(copy), audit)
    },
    replace: async (copy, audit) =>
      write([(copies.get(copy.campaignId)?.revision ?? 0) === copy.revision - 1], () => keep(copy), audit),
    approve: async (copy, campaign, audit) => {
      const seen = copies.get(copy.campaignId)
      const may =
        seen?.state === 'submitted' && seen.revision === copy.revision - 1 && !isAuthor(seen, audit.caller)
      if (!may) return 'refused'
      const taken = versionsOf(campaign.id).some(({ version }) => version === campaign.version)
      const work = () => {
        keep(copy)
        approved.set(campaign.id, [...versionsOf(campaign.id), campaign])
      }
      return write([!taken], work, audit) ? 'approved' : 'version-taken'
    },
  }

  const versions: CampaignVersions = {
    version: async (id, version) => versionsOf(id).find((one) => one.version === version),
    latest: async (id) => Math.max(0, ...versionsOf(id).map(({ version }) => version)),
    page: async (id, before = Number.POSITIVE_INFINITY, limit) =>
      versionsOf(id)
        .filter(({ version }) => version < before)
        .sort((a, b) => b.version - a.version)
        .slice(0, limit),
  }

  const live: LiveCampaigns = {
    live: async (id) => running.get(id),
    page: async (from, limit) => after(running, from, limit),
    goLive: async (campaign, seen, audit, date) =>
      write(
        [sameLive(seen, running.get(campaign.id)), !date || sameDate(date.seen, dates.get(campaign.id))],
        () => {
          running.set(campaign.id, campaign)
          if (date) dates.set(campaign.id, { ...date.seen, state: date.to })
        },
        audit,
      ),
    move: async (seen, to, audit, date) =>
      write(
        [sameLive(seen, running.get(seen.id)), !date || sameDate(date.seen, dates.get(seen.id))],
        () => {
          const { pausedBecause, ...rest } = seen
          const because = to === 'live' || pausedBecause === undefined ? {} : { pausedBecause }
          running.set(seen.id, { ...rest, ...because, status: to })
          if (date) dates.set(seen.id, { ...date.seen, state: date.to })
        },
        audit,
      ),
    date: async (id) => dates.get(id),
    setDate: async (date, seen, audit) =>
      write([sameDate(seen, dates.get(date.campaignId))], () => void dates.set(date.campaignId, date), audit),
    endDate: async ({ seen, to, because }, audit) =>
      write(
        [sameDate(seen, dates.get(seen.campaignId))],
        () =>
          void dates.set(seen.campaignId, {
            ...seen,
            state: to,
            ...(because === undefined ? {} : { because }),
          }),
        audit,
      ),
  }

  /** As `npm run seed` leaves it: no working copy. */
  const seed = (campaign: Campaign): void => {
    approved.set(campaign.id, [campaign])
    running.set(campaign.id, campaign)
  }
  /** What the engine does by itself. */
  const pauseForComplaints = (id: string): void => {
    const campaign = running.get(id)
    if (campaign) running.set(id, { ...campaign, status: 'paused', pausedBecause: 'paused-complaints' })
  }
  return { drafts, versions, live, lines, seed, pauseForComplaints }
}
