import { plannedMessage } from '#shared/domain/decision/actions.ts'
import type { Circumstances } from '#shared/domain/decision/circumstances.ts'
import type { Contender } from '#shared/domain/decision/contender.ts'
import type { RecentContact } from '#shared/domain/profile/customer-profile.ts'

/** What caps will count of a winner's message, when it goes out; undefined where no cap counts it, or there is none. */
export const contactOf = (winner: Contender, circumstances: Circumstances): RecentContact | undefined => {
  const { settings, now } = circumstances.subject
  const { id, purpose, minDaysBetween: days } = winner.compiled.campaign
  if (!(settings.caps[purpose] || days)) return undefined
  const message = plannedMessage(winner, circumstances)
  if (!message) return undefined
  return {
    purpose,
    channel: message.channel,
    at: Math.floor((message.heldUntil ? Date.parse(message.heldUntil) : now.getTime()) / 1000),
    ...(days === undefined ? {} : { own: { campaign: id, days } }),
  }
}
