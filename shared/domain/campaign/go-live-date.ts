import * as z from 'zod/mini'
import { roleSchema } from '#shared/domain/access/caller.ts'

/** When an approved version goes live by itself: at most one date for each campaign. */
export const goLiveDateSchema = z.object({
  campaignId: z.string(),
  version: z.int().check(z.minimum(1)),
  /** In UTC, as `Date` writes it, so that dates sort as text. */
  goLiveAt: z.iso.datetime(),
  state: z.enum(['waiting', 'done', 'cancelled', 'skipped']),
  /** Who set it: the engine acts on their behalf. */
  by: z.object({ userId: z.string(), name: z.string(), groups: z.array(roleSchema) }),
  setAt: z.iso.datetime(),
  /** Why it was skipped or cancelled. */
  because: z.optional(z.string()),
})
export type GoLiveDate = Readonly<z.infer<typeof goLiveDateSchema>>
