import { contentFrom } from '#shared/domain/campaign/campaign-content.ts'
import type { Acting } from '#shared/use-cases/campaigns/acting.ts'
import type { LiveDependencies } from '#shared/use-cases/campaigns/live-campaign-of.ts'
import { readVersion } from '#shared/use-cases/campaigns/read-campaigns.ts'
import { workingCopyOf } from '#shared/use-cases/campaigns/working-copy-of.ts'
import { cloneDraft, type WrittenDraft } from '#shared/use-cases/campaigns/write-draft.ts'

/** What is cloned, under which new id. */
export interface Clone {
  readonly from: string
  readonly to: string
  /** The working copy, where none is named. */
  readonly version?: number | undefined
}

/**
 * Begins another campaign with what one says.
 * @throws Refusal `no-such-campaign`, `no-such-version`, `campaign-exists`
 */
export const cloneCampaign = async (
  dependencies: LiveDependencies,
  { from, to, version }: Clone,
  acting: Acting,
): Promise<WrittenDraft> => {
  const source = await workingCopyOf(dependencies, from)
  const content =
    version === undefined ? source.content : contentFrom(await readVersion(dependencies, from, version))
  return cloneDraft(dependencies, { id: to, content }, source, acting)
}
