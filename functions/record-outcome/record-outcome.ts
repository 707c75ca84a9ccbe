import { type Heard, type Outcome, readFeedback } from '#functions/record-outcome/feedback.ts'
import { type WatchDependencies, watchComplaints } from '#functions/record-outcome/watch-complaints.ts'
import { afterBounce } from '#shared/domain/delivery/fallback.ts'
import type { MessageMark } from '#shared/domain/message/journal-entry.ts'
import type { MessageKey } from '#shared/domain/message/message-key.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { MessageJournal, Moved, Transition } from '#shared/ports/message-journal.ts'
import type { QueuedWork } from '#shared/ports/queued-work.ts'
import type { Suppressions } from '#shared/ports/suppressions.ts'
import { endOrFallBack } from '#shared/use-cases/fall-back.ts'

export interface RecordOutcomeDependencies extends WatchDependencies {
  readonly journal: MessageJournal
  readonly suppressions: Suppressions
  readonly clock: Clock
}

const metrics: Readonly<Partial<Record<Outcome['to'], string>>> = {
  delivered: 'Delivered',
  bounced: 'Bounced',
  complained: 'Complained',
  failed: 'Rejected',
}

const markMetrics: Readonly<Record<MessageMark, string>> = {
  opened: 'Opened',
  clicked: 'Clicked',
  replied: 'Replied',
}

/**
 * Writes a provider's feedback into the journal. It may come in any order and more than once: what the lifecycle does
 * not allow any more changes nothing. What it says against an address is kept whatever the message's state, but only
 * about a message that the journal knows. What was heard of the customer is a mark, whatever the state. After a complaint
 * the campaign is judged by its complaints. Where there is no such address, the next channel takes over. What is not ours
 * is counted and done.
 */
export const recordOutcome = (dependencies: RecordOutcomeDependencies) => {
  const { journal, suppressions, clock, counters } = dependencies

  const endWith = endOrFallBack(dependencies)

  /**
   * A complaint proves that a message in doubt was sent; the lifecycle knows no shorter way. What else the provider says
   * may move the message between two tries: each goes by where the last one found it.
   */
  const complain = async (key: MessageKey, transition: Transition): Promise<Moved> => {
    let moved = await journal.transition(key, transition)
    for (let again = 0; again < 3 && !moved.moved; again++) {
      if (moved.state === 'sending')
        moved = await journal.transition(key, { ...transition, through: ['sent'] })
      else if (moved.state === 'sent' || moved.state === 'delivered')
        moved = await journal.transition(key, transition)
      else break
    }
    return moved
  }

  const record = async ({ key, at: said, suppression, ...outcome }: Outcome): Promise<Moved> => {
    const transition = { ...outcome, at: clock(said) }
    if (outcome.to === 'bounced' && suppression?.reason === 'bounced') {
      const message = await journal.message(key)
      if (message) return endWith(message, transition, afterBounce(message, transition.at))
    }
    return outcome.to === 'complained' ? complain(key, transition) : journal.transition(key, transition)
  }

  const judge = watchComplaints(dependencies)

  const mark = async ({ key, mark: name, at }: Heard): Promise<void> => {
    const marked = await journal.mark(key, name, clock(at))
    if (!marked) return counters.count('FeedbackForeign')
    counters.count(marked.first ? markMetrics[name] : 'FeedbackLate')
  }

  /** Also where the complaint itself is known already: the run that wrote it down may have died before this. */
  const judgeAfter = async ({ key, at }: Outcome): Promise<void> => {
    const message = await journal.message(key)
    if (message) await judge(message, clock(at))
  }

  return async ({ body }: QueuedWork): Promise<void> => {
    const outcome = readFeedback(body)
    if (!outcome) return counters.count('FeedbackForeign')
    if ('mark' in outcome) return mark(outcome)
    const result = await record(outcome)
    const metric = metrics[outcome.to]
    if (result.moved) {
      if (metric) counters.count(metric)
    } else if (result.state === undefined) return counters.count('FeedbackForeign')
    else counters.count('FeedbackLate')
    const { key, suppression } = outcome
    if (suppression && (await suppressions.keep(key.customerId, suppression)))
      counters.count('AddressesSuppressed')
    if (outcome.to === 'complained') await judgeAfter(outcome)
  }
}
