import type { Decision } from '#shared/domain/decision/decide.ts'
import type { DecisionSubject } from '#shared/domain/decision/decision-facts.ts'
import type { DecisionEntry, MessageEntry, TaskEntry } from '#shared/domain/message/journal-entry.ts'
import type { RecentContact } from '#shared/domain/profile/customer-profile.ts'
import { signalTime } from '#shared/domain/signals/signal.ts'

const HOUR_MS = 3_600_000
const WEEK_SECONDS = 7 * 86_400

type WithoutKey<T> = Omit<T, 'entry' | 'expiresAt'>

/** What a decision puts into the journal, before the table's keys. */
export interface DecisionRecord {
  readonly decision: WithoutKey<DecisionEntry>
  readonly messages: readonly WithoutKey<MessageEntry>[]
  readonly tasks: readonly WithoutKey<TaskEntry>[]
}

const later = (instant: string, hours: number): string =>
  new Date(Date.parse(instant) + hours * HOUR_MS).toISOString()

/**
 * The journal's entries of a decision.
 * @param eventId the bank event that led to the signal, if one did
 */
export const decisionRecord = (
  { signal, profile, now }: DecisionSubject,
  { result, actions, candidates }: Decision,
  eventId: string | undefined,
): DecisionRecord => {
  const decidedAt = now.toISOString()
  const { customerId } = signal
  const messages: WithoutKey<MessageEntry>[] = []
  const tasks: WithoutKey<TaskEntry>[] = []
  for (const action of actions) {
    const { campaign } = action.compiled
    const origin = {
      customerId,
      campaignId: campaign.id,
      campaignVersion: campaign.version,
      signal,
      decidedAt,
    }
    if (action.kind === 'message')
      messages.push({
        ...origin,
        kind: 'message',
        purpose: campaign.purpose,
        channel: action.channel,
        validUntil: later(signalTime(signal), campaign.expiresAfterHours),
        state: 'queued',
        attempts: 0,
        history: [{ state: 'queued', at: decidedAt }],
      })
    else if (campaign.handOver)
      tasks.push({
        ...origin,
        kind: 'task',
        ...(profile.single.relationshipManagerId ? { assignee: profile.single.relationshipManagerId } : {}),
        ...(profile.single.branchId ? { branchId: profile.single.branchId } : {}),
        title: campaign.handOver.title,
        dueAt: later(decidedAt, campaign.handOver.dueWithinHours),
        state: 'open',
      })
  }
  return {
    decision: {
      customerId,
      kind: 'decision',
      signal,
      ...(eventId === undefined ? {} : { eventId }),
      decidedAt,
      result,
      candidates: [...candidates],
      messages: messages.map(({ campaignId, channel }) => ({ campaignId, channel })),
    },
    messages,
    tasks,
  }
}

/**
 * The recent contacts with those that a decision adds, or undefined if it adds none that a cap counts. Only the last
 * week before the newest is kept: no window looks back further, and the item stays small. Sorted, so that the order of
 * decisions leaves no trace.
 */
export const contactsAfter = (
  { profile, settings, now }: DecisionSubject,
  { actions }: Decision,
): RecentContact[] | undefined => {
  const at = Math.floor(now.getTime() / 1000)
  const added: RecentContact[] = actions.flatMap((action) =>
    action.kind === 'message' && settings.caps[action.compiled.campaign.purpose]
      ? [{ purpose: action.compiled.campaign.purpose, channel: action.channel, at }]
      : [],
  )
  if (added.length === 0) return undefined
  const all = [...profile.recentContacts, ...added]
  const newest = Math.max(...all.map((contact) => contact.at))
  const rank = ({ at: time, purpose, channel }: RecentContact) =>
    `${String(time).padStart(12, '0')}:${purpose}:${channel}`
  return all
    .filter((contact) => contact.at > newest - WEEK_SECONDS)
    .sort((left, right) => (rank(left) < rank(right) ? -1 : 1))
}
