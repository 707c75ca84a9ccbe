import { type Outcome, readFeedback } from '#functions/record-outcome/feedback.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { Counters } from '#shared/ports/counters.ts'
import type { MessageJournal, Moved } from '#shared/ports/message-journal.ts'
import type { QueuedWork } from '#shared/ports/queued-work.ts'
import type { Suppressions } from '#shared/ports/suppressions.ts'

export interface RecordOutcomeDependencies {
  readonly journal: MessageJournal
  readonly suppressions: Suppressions
  readonly clock: Clock
  readonly counters: Counters
}

const metrics: Readonly<Partial<Record<Outcome['to'], string>>> = {
  delivered: 'Delivered',
  bounced: 'Bounced',
  complained: 'Complained',
  failed: 'Rejected',
}

/**
 * Writes a provider's feedback into the journal. It may come in any order and more than once: what the lifecycle does
 * not allow any more changes nothing. What it says against an address is kept whatever the message's state, but only
 * about a message that the journal knows. What is not ours is counted and done.
 */
export const recordOutcome = (dependencies: RecordOutcomeDependencies) => {
  const { journal, suppressions, clock, counters } = dependencies

  const record = async ({ key, at: said, suppression: _, ...outcome }: Outcome): Promise<Moved> => {
    const transition = { ...outcome, at: clock(said) }
    const first = await journal.transition(key, transition)
    // A complaint proves that a message in doubt was sent; the lifecycle knows no shorter way.
    const provesSent = outcome.to === 'complained' && !first.moved && first.state === 'sending'
    return provesSent ? journal.transition(key, { ...transition, through: ['sent'] }) : first
  }

  return async ({ body }: QueuedWork): Promise<void> => {
    const outcome = readFeedback(body)
    if (!outcome) return counters.count('FeedbackForeign')
    const result = await record(outcome)
    const metric = metrics[outcome.to]
    if (result.moved) {
      if (metric) counters.count(metric)
    } else if (result.state === undefined) return counters.count('FeedbackForeign')
    else counters.count('FeedbackLate')
    const { key, suppression } = outcome
    if (suppression && (await suppressions.keep(key.customerId, suppression)))
      counters.count('AddressesSuppressed')
  }
}
