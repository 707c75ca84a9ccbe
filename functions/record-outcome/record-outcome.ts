import { type Outcome, readFeedback } from '#functions/record-outcome/feedback.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { Counters } from '#shared/ports/counters.ts'
import type { MessageJournal, Moved } from '#shared/ports/message-journal.ts'
import type { QueuedWork } from '#shared/ports/queued-work.ts'

export interface RecordOutcomeDependencies {
  readonly journal: MessageJournal
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
 * not allow any more changes nothing. What is not ours is counted and done.
 */
export const recordOutcome = ({ journal, clock, counters }: RecordOutcomeDependencies) => {
  const record = async ({ key, at: said, ...outcome }: Outcome): Promise<Moved> => {
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
    } else counters.count(result.state === undefined ? 'FeedbackForeign' : 'FeedbackLate')
  }
}
