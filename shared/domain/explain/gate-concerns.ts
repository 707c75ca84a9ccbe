import type { CompiledCampaign } from '#shared/domain/campaign/compiled-campaign.ts'
import { type Gate, gatesAfterAudience, gatesBeforeAudience } from '#shared/domain/decision/gates.ts'
import type { GateName } from '#shared/domain/explain/gate-steps.ts'
import type { SignalType } from '#shared/domain/vocabulary.ts'

const gates: ReadonlyMap<string, Gate> = new Map(
  [...gatesBeforeAudience, ...gatesAfterAudience].map((gate) => [gate.name, gate]),
)

/**
 * Whether a gate has anything to ask about a campaign at all. One that has not lets every customer pass, and it would
 * mislead to show values beside it. Of a campaign that is not found any more nobody can say.
 */
export const isConcerned = (
  gate: GateName,
  compiled: CompiledCampaign | undefined,
  signal: SignalType,
): boolean => {
  if (compiled === undefined) return true
  if (gate === 'audience') return compiled.campaign.audience !== undefined
  return gates.get(gate)?.concerns(compiled, signal) ?? true
}
