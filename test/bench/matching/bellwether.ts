import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { indexCampaigns } from '#shared/domain/campaign/compile.ts'
import type { MatchingEngine } from '#test/bench/matching/engine.ts'
import type { MatchingWorkload } from '#test/bench/matching/workload.ts'

/** The product's own index, asked as a decision asks it. */
export const bellwether = (
  name: string,
  { occasions, vectors }: MatchingWorkload,
  campaigns: readonly Campaign[],
): MatchingEngine => {
  const index = indexCampaigns(campaigns)
  const matches = (position: number): readonly number[] => {
    const occasion = occasions[position]
    const facts = vectors[position]
    if (!occasion || !facts) return []
    return index.candidatesFor(occasion.signal)?.conditions.match(facts) ?? []
  }
  return {
    name,
    matches,
    run: (count) => {
      let found = 0
      for (let position = 0; position < count; position++) found += matches(position).length
      return found
    },
  }
}
