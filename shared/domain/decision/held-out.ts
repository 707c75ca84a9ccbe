import { isTaskOnly } from '#shared/domain/campaign/campaign.ts'
import type { CompiledCampaign } from '#shared/domain/campaign/compiled-campaign.ts'
import { arbitrate } from '#shared/domain/decision/arbitrate.ts'
import type { Circumstances } from '#shared/domain/decision/circumstances.ts'
import type { Contender } from '#shared/domain/decision/contender.ts'

/** More of one decision are not counted, so that its record and its transaction stay small. */
export const MOST_HELD_OUT = 10

/**
 * The campaigns of which a message would go out by this decision, were the customer not in their control group: what
 * can be compared with those who got one. Each is asked for by itself, with all that the decision has against it: the
 * other gates, the audience, and the campaigns that it would have to outdo.
 * @param contenders all that passed every gate
 * @param heldOut what fell at the control group, as it would stand without that gate; those it would lose at another
 *   gate are left out
 */
export const heldOutMessages = (
  contenders: readonly Contender[],
  heldOut: readonly Contender[],
  circumstances: Circumstances,
): readonly CompiledCampaign[] =>
  heldOut
    .filter((own) => {
      if (isTaskOnly(own.compiled.campaign)) return false
      const winners = arbitrate([...contenders, own], circumstances)
      return winners.some(({ position, channels }) => position === own.position && channels !== 0)
    })
    .slice(0, MOST_HELD_OUT)
    .map(({ compiled }) => compiled)
