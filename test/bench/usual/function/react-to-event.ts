import type { BankEvent } from '#events/registry.ts'
import { indexCampaigns } from '#shared/domain/campaign/compile.ts'
import { contactsAfter } from '#shared/domain/decision/contacts-after.ts'
import { type Decision, decide } from '#shared/domain/decision/decide.ts'
import { parseProfile } from '#shared/domain/profile/customer-profile.ts'
import type { Settings } from '#shared/domain/settings.ts'
import type { Signal } from '#shared/domain/signals/signal.ts'
import type { Counters } from '#shared/ports/counters.ts'
import { applyEvent } from '#test/bench/usual/function/apply-event.ts'
import { decisionItem, emptyDecision } from '#test/bench/usual/function/decision-item.ts'
import type { Decides } from '#test/bench/usual/function/env.ts'
import { type SendDependencies, sendMessage } from '#test/bench/usual/function/send-message.ts'
import type { DecidedMessage, DecisionItem, ProfileItem, Stores } from '#test/bench/usual/function/stores.ts'

export interface ReactDependencies extends Omit<SendDependencies, 'stores' | 'settings'> {
  readonly stores: Stores
  readonly settings: Settings
  readonly now: () => Date
  readonly counters: Counters
  readonly decides: Decides
}

/** What an event has led to: no signal, or so many decisions and emails. */
export interface Reaction {
  readonly decisions: number
  readonly emails: number
}

interface Decided {
  readonly decision: Decision
  readonly item: DecisionItem
}

/**
 * The usual design's work on one bank event: read the profile, update it, write it back; for a signal, or for every
 * event (env.ts), query the campaigns, decide, keep the decision, send, and note that it was sent.
 *
 * What it lacks beside Bellwether, none of which it is charged for here:
 * - Two events of one customer at once: both read the same profile, the later PutItem overwrites the other's facts, and
 *   both may pass the same cap. A version attribute would turn that into retries.
 * - A run that dies between SendEmail and its note, or times out there, is repeated by Lambda once the idempotency
 *   record has expired, and sends again. One that dies after the profile was written finds its own contact under the cap.
 * - Once only per event id and for a day; a republished fact under another id is decided again.
 * - Nothing waits: what falls into quiet hours or finds SES throttled is dropped, or thrown and repeated as a whole.
 * - No lifecycle, no feedback of bounces and complaints, no fallback to another channel, no task, no pause in delivery.
 * - Each event pays for itself: no batch shares its write, its invocation or its 64 KB on the bus.
 */
export const reactToEvent = (dependencies: ReactDependencies) => {
  const { stores, settings, now, counters, decides } = dependencies
  const send = sendMessage(dependencies)

  const decideOn = async (signal: Signal, eventId: string, profile: ProfileItem): Promise<Decided> => {
    const candidates = await stores.liveCampaigns(signal.type)
    const subject = { signal, profile: parseProfile(profile), settings, now: now() }
    const decision = decide(subject, indexCampaigns(candidates))
    return { decision, item: decisionItem(decision, eventId) }
  }

  const sendAll = async (decided: readonly Decided[], locale: string | undefined): Promise<number> => {
    const leaving = decided.flatMap(({ decision, item }) =>
      item.messages
        .filter(({ dropped }) => dropped === undefined)
        .map((message) => ({ message, campaign: campaignOf(decision, message), decision: item })),
    )
    let sent = 0
    for (const each of leaving) if (await send({ ...each, locale })) sent += 1
    return sent
  }

  return async (event: BankEvent): Promise<Reaction> => {
    const { metadata, data } = event.detail
    const before = (await stores.profile(data.customerId)) ?? { customerId: data.customerId }
    const { item, changed, signals } = applyEvent(before, event, settings)
    let profile = item
    const decided: Decided[] = []
    for (const signal of signals) {
      const each = await decideOn(signal, metadata.eventId, profile)
      const recentContacts = contactsAfter(each.decision)
      if (recentContacts) profile = { ...profile, recentContacts }
      decided.push(each)
    }
    const quiet = signals.length === 0 && decides === 'every-event'
    if (quiet) await stores.liveCampaigns(event.detailType)
    if (changed || profile !== item) await stores.keepProfile(profile)
    if (quiet) await stores.keepDecision(emptyDecision(event, now()))
    for (const { item: decision } of decided) await stores.keepDecision(decision)
    const emails = await sendAll(decided, parseProfile(profile).single.locale)
    counters.count('EventsProcessed')
    if (decided.length > 0) counters.count('DecisionsMade', decided.length)
    if (emails > 0) counters.count('EmailsSent', emails)
    return { decisions: decided.length + (quiet ? 1 : 0), emails }
  }
}

const campaignOf = ({ winners }: Decision, { campaignId }: DecidedMessage) => {
  const winner = winners.find(({ compiled }) => compiled.campaign.id === campaignId)
  if (!winner) throw new Error('the decision has no such winner')
  return winner.compiled.campaign
}
