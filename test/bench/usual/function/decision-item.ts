import type { BankEvent } from '#events/registry.ts'
import { plannedMessage } from '#shared/domain/decision/actions.ts'
import type { Decision } from '#shared/domain/decision/decide.ts'
import type { DecidedMessage, DecisionItem, QuietDecisionItem } from '#test/bench/usual/function/stores.ts'

/** Decisions are kept for thirteen months (RULES 18), in seconds. */
const KEPT_SECONDS = 396 * 86_400

const expiryOf = (now: Date): number => Math.floor(now.getTime() / 1000) + KEPT_SECONDS

const messagesOf = ({ winners, circumstances }: Decision): DecidedMessage[] =>
  winners.flatMap((winner) => {
    const planned = plannedMessage(winner, circumstances)
    if (!planned) return []
    const { id: campaignId, version: campaignVersion } = winner.compiled.campaign
    const { channel, variant, heldUntil } = planned
    const message = { campaignId, campaignVersion, channel, ...(variant === undefined ? {} : { variant }) }
    if (heldUntil !== undefined) return [{ ...message, dropped: 'quiet-hours' }]
    return [channel === 'email' ? message : { ...message, dropped: 'no-channel' }]
  })

const refusedIn = (decision: Decision): Record<string, string[]> => {
  const refused: Record<string, string[]> = {}
  for (const { compiled, fate } of decision.fates()) {
    if (fate === 'won') continue
    refused[fate] = [...(refused[fate] ?? []), compiled.campaign.id]
  }
  return refused
}

/** What is kept of an event that is no moment, and that no campaign waits for. */
export const emptyDecision = ({ detail }: BankEvent, now: Date): QuietDecisionItem => {
  const { eventId, occurredAt } = detail.metadata
  return {
    customerId: detail.data.customerId,
    entry: `${occurredAt}#${eventId}`,
    eventId,
    decidedAt: now.toISOString(),
    messages: [],
    refused: {},
    expiresAt: expiryOf(now),
  }
}

/** What is kept of a decision: the messages, and of every other candidate why it fell. */
export const decisionItem = (decision: Decision, eventId: string): DecisionItem => {
  const { signal, now } = decision.circumstances.subject
  return {
    customerId: signal.customerId,
    entry: `${signal.at}#${signal.id}`,
    eventId,
    signal,
    decidedAt: now.toISOString(),
    messages: messagesOf(decision),
    refused: refusedIn(decision),
    expiresAt: expiryOf(now),
  }
}
