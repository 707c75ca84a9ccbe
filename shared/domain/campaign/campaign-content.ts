import { type Campaign, campaignSchema } from '#shared/domain/campaign/campaign.ts'
import { type CampaignProblem, warningAt } from '#shared/domain/campaign/checks/problem.ts'
import { toSchema2 } from '#shared/domain/campaign/schema-1.ts'
import type { CampaignContent } from '#shared/domain/campaign/working-copy.ts'

/** What the server says of a campaign, and never its author. */
const SERVER_KEYS = [
  'version',
  'status',
  'pausedBecause',
  'withdrawnUpTo',
  'createdBy',
  'approvedBy',
] as const

/** Stands for the approver while there is none, so that the rest can be checked. */
export const NOT_APPROVED_YET = '(not approved yet)'

const isKeys = (given: unknown): given is CampaignContent =>
  typeof given === 'object' && given !== null && !Array.isArray(given)

export const campaignIdSchema = campaignSchema.shape.id

export interface GivenContent {
  readonly content: CampaignContent
  /** One for each thing that was left out, because the server sets it. */
  readonly warnings: readonly CampaignProblem[]
}

const flagsOf = (flags: CampaignContent): [key: string, flag: unknown, wasNamed: boolean][] =>
  Object.entries(flags).map(([key, flag]) => {
    if (flag === true) return [key, {}, false]
    if (!isKeys(flag)) return [key, flag, false]
    const { approvedBy, ...rest } = flag
    return [key, rest, approvedBy !== undefined]
  })

/**
 * What an author may say of what was sent. A whole campaign file is content, too: the version, the status and the names
 * in it are left out with a warning, because they come from the workflow and from tokens. A flag is `true` or `{}`: who
 * answers for it is who approves. Schema 1 becomes schema 2.
 */
export const contentOf = (given: CampaignContent): GivenContent => {
  const upgraded = toSchema2(given) as CampaignContent
  const named = SERVER_KEYS.filter((key) => upgraded[key] !== undefined)
  const content = Object.fromEntries(
    Object.entries({ schema: 2, ...upgraded }).filter(
      ([key]) => !(SERVER_KEYS as readonly string[]).includes(key),
    ),
  )
  const flags = isKeys(content.flags) ? flagsOf(content.flags) : undefined
  const paths = [
    ...named.map((key) => [key]),
    ...(flags ?? []).filter(([, , wasNamed]) => wasNamed).map(([key]) => ['flags', key, 'approvedBy']),
  ]
  return {
    content: flags
      ? { ...content, flags: Object.fromEntries(flags.map(([key, flag]) => [key, flag])) }
      : content,
    warnings: paths.map((path) =>
      warningAt(path, 'set-by-server', `"${path.join('.')}" is set by the server, and was left out`),
    ),
  }
}

/** What the server says of a version. */
export type ServerSays = Pick<Campaign, 'version' | 'createdBy' | 'approvedBy'>

/**
 * The campaign that the content makes with what the server says: still of any shape, to be checked. Who approves it
 * answers for its flags.
 */
export const campaignOf = (content: CampaignContent, { version, createdBy, approvedBy }: ServerSays) => ({
  schema: 2,
  ...content,
  ...(isKeys(content.flags)
    ? {
        flags: Object.fromEntries(
          Object.entries(content.flags).map(([key, flag]) => [
            key,
            isKeys(flag) ? { ...flag, approvedBy } : flag,
          ]),
        ),
      }
    : {}),
  version,
  status: 'live',
  createdBy,
  approvedBy,
})

/** An approved campaign as content again, to begin the next version or a clone with. */
export const contentFrom = (campaign: Campaign): CampaignContent => contentOf(campaign).content

/** Whether it asks for an exception from a rule: then somebody of compliance approves it (RULES 8, 11, 14). */
export const asksForException = ({ flags }: CampaignContent): boolean =>
  isKeys(flags) && Object.values(flags).some((flag) => flag !== undefined)
