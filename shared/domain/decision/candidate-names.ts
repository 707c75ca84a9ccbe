import type { CompiledCampaign } from '#shared/domain/campaign/compile.ts'

/** Longer than this in full, a decision's candidates are named in short, so that the record stays small. */
const LONGEST_IN_FULL = 1200

/** `id@version` of a campaign version, as decision records name it. */
export const fullName = ({ campaign: { id, version } }: CompiledCampaign): string => `${id}@${version}`

/** `#ref@version`: the first characters of a hash of the id, found again by comparing with the campaigns there are. */
export const shortName = ({ ref, campaign: { version } }: CompiledCampaign): string => `#${ref}@${version}`

/** How the candidates of one decision are named: in full where that fits, in short where there are hundreds. */
export const namesFor = (
  candidates: readonly CompiledCampaign[],
): ((compiled: CompiledCampaign) => string) => {
  const length = candidates.reduce((sum, compiled) => sum + fullName(compiled).length + 1, 0)
  return length <= LONGEST_IN_FULL ? fullName : shortName
}
