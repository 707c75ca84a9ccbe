import type { ChannelSet } from '#shared/domain/decision/channel-set.ts'
import type { Circumstances } from '#shared/domain/decision/circumstances.ts'
import { contactOf } from '#shared/domain/decision/contact-of.ts'
import type { Contender } from '#shared/domain/decision/contender.ts'
import { openUnderCaps } from '#shared/domain/decision/frequency-cap.ts'
import type { RecentContact } from '#shared/domain/profile/customer-profile.ts'

/** More than this nobody wants to hear about one moment, and the record of it would outgrow its 4 KB. */
export const MOST_WINNERS = 4

/** Service before marketing, then the priority class, then the score, then the id: total, whatever came first. */
const better = (left: Contender, right: Contender): number =>
  Number(left.compiled.marketing) - Number(right.compiled.marketing) ||
  right.score.priority - left.score.priority ||
  right.score.score - left.score.score ||
  (left.compiled.campaign.id < right.compiled.campaign.id ? -1 : 1)

/** The channels that are still open to a contender once those before it have spoken: a cap counts them, too. */
const channelsLeft = (
  { compiled, channels }: Contender,
  taken: readonly RecentContact[],
  circumstances: Circumstances,
): ChannelSet => (taken.length === 0 ? channels : openUnderCaps(compiled, circumstances, channels, taken))

/**
 * Who speaks. Service messages all do, one a topic and as far as the caps have room for all of them; of marketing at
 * most one, message or task, and only on a topic that no service message took: marketing never crowds out service. What
 * was handed over to a person gives way to a task that is there already.
 * @returns the winners, the best first
 */
export const arbitrate = (
  contenders: readonly Contender[],
  circumstances: Circumstances,
): readonly Contender[] => {
  const winners: Contender[] = []
  const topics = new Set<string>()
  const taken: RecentContact[] = []
  for (const contender of [...contenders].sort(better)) {
    const { campaign, marketing } = contender.compiled
    const topic = campaign.topic ?? campaign.id
    const channels = channelsLeft(contender, taken, circumstances)
    const givesWay =
      winners.length >= MOST_WINNERS ||
      topics.has(topic) ||
      (marketing && winners.some((winner) => winner.compiled.marketing)) ||
      (contender.handedOver !== undefined && winners.some((winner) => winner.makesTask)) ||
      (contender.channels !== 0 && channels === 0)
    if (givesWay) continue
    const winner = { ...contender, channels }
    // Of marketing there is only one, and no cap counts both purposes.
    const contact = marketing ? undefined : contactOf(winner, circumstances)
    if (contact) taken.push(contact)
    topics.add(topic)
    winners.push(winner)
  }
  return winners
}
