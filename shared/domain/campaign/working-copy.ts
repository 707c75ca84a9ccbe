import * as z from 'zod/mini'
import { comparableName } from '#shared/domain/campaign/comparable-name.ts'
import { draftStateSchema } from '#shared/domain/campaign/workflow.ts'

/** What a campaign says, as its authors write it: everything but what the server sets. */
export const contentSchema = z.record(z.string(), z.unknown())
export type CampaignContent = Readonly<Record<string, unknown>>

const doneSchema = z.object({
  /** The user's id. */
  by: z.string(),
  /** As colleagues know the person. */
  name: z.string(),
  at: z.iso.datetime(),
})
/** Who did something to a working copy, and when. */
export type Done = Readonly<z.infer<typeof doneSchema>>

/** The version of a campaign that is being written, or was written last. */
export const workingCopySchema = z.object({
  campaignId: z.string(),
  /** Grows with every change; 0 of what was seeded and never written here. */
  revision: z.int().check(z.minimum(0)),
  state: draftStateSchema,
  /** The version that it will be, or that it became. */
  version: z.int().check(z.minimum(1)),
  content: contentSchema,
  /** As colleagues know who began this version: `createdBy` of it. */
  createdBy: z.string(),
  /** Everybody who ever wrote on the campaign, by user id and by name: none of them approves a version of it. */
  authors: z.array(z.string()),
  authorNames: z.array(z.string()),
  updatedAt: z.iso.datetime(),
  /** Who submitted it, and what: with its segments in their places, so that what is approved is what was looked at. */
  submitted: z.optional(z.extend(doneSchema, { content: contentSchema })),
  approved: z.optional(doneSchema),
  rejected: z.optional(z.extend(doneSchema, { because: z.string() })),
})
export type WorkingCopy = Readonly<z.infer<typeof workingCopySchema>>

/** Whether this person ever wrote on the campaign (RULES 16). The write that approves asks the same of the table. */
export const isAuthor = (
  { authors, authorNames }: Pick<WorkingCopy, 'authors' | 'authorNames'>,
  { userId, name }: { readonly userId: string; readonly name: string },
): boolean => authors.includes(userId) || authorNames.includes(comparableName(name))

const withNew = (list: readonly string[], entry: string): string[] =>
  list.includes(entry) ? [...list] : [...list, entry]

/** The authors, and one more. */
export const authorsWith = (
  { authors, authorNames }: Pick<WorkingCopy, 'authors' | 'authorNames'>,
  { userId, name }: { readonly userId: string; readonly name: string },
): Pick<WorkingCopy, 'authors' | 'authorNames'> => ({
  authors: withNew(authors, userId),
  authorNames: withNew(authorNames, comparableName(name)),
})
