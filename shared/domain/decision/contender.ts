import type { CompiledCampaign } from '#shared/domain/campaign/compiled-campaign.ts'
import type { ChannelSet } from '#shared/domain/decision/channel-set.ts'
import type { ReasonCode } from '#shared/domain/decision/reason-codes.ts'
import type { Score } from '#shared/domain/decision/score.ts'

/** A candidate that nothing speaks against, with what it would do. */
export interface Contender {
  readonly compiled: CompiledCampaign
  readonly position: number
  readonly score: Score
  /** Channels its message may take; 0 where there is no message, only a task. */
  readonly channels: ChannelSet
  readonly makesTask: boolean
  /** Why a person takes over from its message, where that is so. */
  readonly handedOver?: ReasonCode
}
