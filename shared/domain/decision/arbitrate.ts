import type { CompiledCampaign } from '#shared/domain/campaign/compile.ts'
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

/** More than this nobody wants to hear about one moment, and one transaction carries them all. */
export const MOST_WINNERS = 20

/** Service before marketing, then the priority class, then the score, then the id: total, whatever came first. */
const better = (left: Contender, right: Contender): number =>
  Number(left.compiled.marketing) - Number(right.compiled.marketing) ||
  right.score.priority - left.score.priority ||
  right.score.score - left.score.score ||
  (left.compiled.campaign.id < right.compiled.campaign.id ? -1 : 1)

/**
 * Who speaks. Service messages all do, one a topic; of marketing at most one, message or task, and only on a topic that
 * no service message took: marketing never crowds out service. What was handed over to a person gives way to a task
 * that is there already.
 * @returns the winners, the best first
 */
export const arbitrate = (contenders: readonly Contender[]): readonly Contender[] => {
  const winners: Contender[] = []
  const topics = new Set<string>()
  for (const contender of [...contenders].sort(better)) {
    const { campaign, marketing } = contender.compiled
    const topic = campaign.topic ?? campaign.id
    const givesWay =
      winners.length >= MOST_WINNERS ||
      topics.has(topic) ||
      (marketing && winners.some((winner) => winner.compiled.marketing)) ||
      (contender.handedOver !== undefined && winners.some((winner) => winner.makesTask))
    if (givesWay) continue
    topics.add(topic)
    winners.push(contender)
  }
  return winners
}
