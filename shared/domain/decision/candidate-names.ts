import type { CompiledCampaign } from '#shared/domain/campaign/compiled-campaign.ts'

/** Longer than this in full, a decision's candidates are named in short, so that the record stays small. */
const LONGEST_IN_FULL = 1200

/** How the candidates of one decision are named: in full where that fits, in short where there are hundreds. */
export const namesFor = (
  candidates: readonly CompiledCampaign[],
): ((compiled: CompiledCampaign) => string) => {
  let length = 0
  for (const { name } of candidates) length += name.length + 1
  return length <= LONGEST_IN_FULL ? ({ name }) => name : ({ shortName }) => shortName
}
