import * as z from 'zod/mini'
import type { ApiClient } from '#infra/cli/api/client.ts'
import { campaignPath } from '#infra/cli/campaigns/drafts.ts'
import { nextLaunchTime } from '#shared/domain/schedule/next-launch.ts'
import { scheduleSchema } from '#shared/domain/schedule/schedule.ts'

const overview = {
  campaignId: z.string(),
  name: z.optional(z.string()),
  draft: z.optional(z.object({ state: z.string(), version: z.int() })),
  live: z.optional(z.object({ version: z.int(), status: z.string(), pausedBecause: z.optional(z.string()) })),
}
const overviewSchema = z.object(overview)
const campaignSchema = z.object({
  ...overview,
  goLive: z.optional(z.object({ version: z.int(), goLiveAt: z.string(), state: z.string() })),
})

/** A campaign as the list of all has it. */
export type CampaignOverview = z.infer<typeof overviewSchema>

/** The same, with what comes next. */
export type CampaignStatus = z.infer<typeof campaignSchema> & {
  /** When its schedule launches it next; only of one that is live. */
  readonly nextLaunch?: string
}

export const listCampaigns = (api: ApiClient): Promise<readonly CampaignOverview[]> =>
  api.list('/v1/campaigns', overviewSchema)

const scheduledSchema = z.object({
  trigger: z.object({ schedule: scheduleSchema }),
  validFrom: z.optional(z.string()),
  validUntil: z.optional(z.string()),
})

/** By the schedule of the live version; undefined where it has none, or never comes again. */
const nextLaunchOf = async (
  api: ApiClient,
  { campaignId, live }: CampaignOverview,
  now: Date,
): Promise<string | undefined> => {
  if (live?.status !== 'live') return undefined
  const { body } = await api.get(campaignPath(campaignId, `/versions/${live.version}`), z.unknown())
  const scheduled = z.safeParse(scheduledSchema, body)
  return scheduled.success ? nextLaunchTime(scheduled.data, now)?.toISOString() : undefined
}

/** A campaign with the date on which a version goes live, and when it is launched next. */
export const campaignStatus = async (
  api: ApiClient,
  overviewed: CampaignOverview,
  now: Date,
): Promise<CampaignStatus> => {
  const [{ body }, nextLaunch] = await Promise.all([
    api.get(campaignPath(overviewed.campaignId), campaignSchema),
    nextLaunchOf(api, overviewed, now),
  ])
  return { ...body, ...(nextLaunch === undefined ? {} : { nextLaunch }) }
}
