import * as z from 'zod/mini'
import { type Campaign, campaignSchema } from '#shared/domain/campaign/campaign.ts'
import { campaignIdSchema } from '#shared/domain/campaign/campaign-content.ts'
import type { CampaignProblem } from '#shared/domain/campaign/check-campaign.ts'
import { draftStateSchema } from '#shared/domain/campaign/workflow.ts'
import { contentSchema, type WorkingCopy } from '#shared/domain/campaign/working-copy.ts'
import type { WrittenDraft } from '#shared/use-cases/campaigns/write-draft.ts'

export const campaignParams = z.strictObject({ campaignId: campaignIdSchema })
export const versionNumber = z.int().check(z.minimum(1), z.maximum(999_999))
/** In an address, where everything is text. */
export const versionText = z.string().check(z.regex(/^[1-9]\d{0,5}$/))

/** What people say about what they do; it is kept in the audit table. */
export const sentence = z.string().check(z.trim(), z.minLength(1), z.maxLength(500))

export const contentBody = z.strictObject({ content: contentSchema })

export const campaignReaders = ['marketer', 'approver', 'compliance', 'admin'] as const
export const writersAndCheckers = ['marketer', 'approver', 'compliance'] as const

export const problemsSchema = z.array(
  z.strictObject({
    path: z.string(),
    code: z.string(),
    message: z.string(),
    severity: z.enum(['error', 'warning']),
  }),
)
export const problemsBody = (problems: readonly CampaignProblem[]) => ({
  problems: problems.map((problem) => ({ ...problem })),
})

const done = { by: z.string(), name: z.string(), at: z.string() }

/** The working copy without its content. */
const stateOfDraft = {
  revision: z.int(),
  state: draftStateSchema,
  version: z.int(),
  createdBy: z.string(),
  updatedAt: z.string(),
  submitted: z.optional(z.strictObject(done)),
  approved: z.optional(z.strictObject(done)),
  rejected: z.optional(z.strictObject({ ...done, because: z.string() })),
}
export const draftStateShape = z.strictObject(stateOfDraft)

export const draftSchema = z.strictObject({
  campaignId: z.string(),
  ...stateOfDraft,
  content: contentSchema,
  /** What the server sets, and has left out of what was sent. */
  warnings: z.optional(problemsSchema),
})

export const draftStateBody = (copy: WorkingCopy): z.infer<typeof draftStateShape> => {
  const { revision, state, version, createdBy, updatedAt, submitted, approved, rejected } = copy
  return {
    revision,
    state,
    version,
    createdBy,
    updatedAt,
    ...(submitted ? { submitted: { by: submitted.by, name: submitted.name, at: submitted.at } } : {}),
    ...(approved ? { approved } : {}),
    ...(rejected ? { rejected } : {}),
  }
}

/** A working copy as an answer, with its revision to change it by. */
export const draftAnswer = <Status extends number>(
  status: Status,
  { copy, warnings }: Pick<WrittenDraft, 'copy'> & Partial<WrittenDraft>,
) =>
  ({
    status,
    body: {
      campaignId: copy.campaignId,
      ...draftStateBody(copy),
      content: copy.content,
      ...(warnings && warnings.length > 0 ? problemsAs(warnings) : {}),
    },
    etag: String(copy.revision),
  }) as const

const problemsAs = (warnings: readonly CampaignProblem[]) => ({ warnings: problemsBody(warnings).problems })

/** What the functions read of a campaign, at a glance. */
export const liveShape = z.strictObject({
  version: z.int(),
  status: campaignSchema.shape.status,
  pausedBecause: campaignSchema.shape.pausedBecause,
  withdrawnUpTo: campaignSchema.shape.withdrawnUpTo,
})

export const liveAnswer = ({
  version,
  status,
  pausedBecause,
  withdrawnUpTo,
}: Campaign): z.infer<typeof liveShape> => ({
  version,
  status,
  ...(pausedBecause === undefined ? {} : { pausedBecause }),
  ...(withdrawnUpTo === undefined ? {} : { withdrawnUpTo }),
})
