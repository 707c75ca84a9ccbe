import type { Item } from '#functions/simulate/memory/profiles.ts'
import type { DecisionRecord } from '#shared/domain/decision/decision-record.ts'
import type { MessageEntry, TaskEntry } from '#shared/domain/message/journal-entry.ts'
import { parseProfile } from '#shared/domain/profile/customer-profile.ts'
import { assignTasks } from '#shared/domain/task/assign-tasks.ts'
import type { DecisionRecorder, Delivery, RecordOutcome } from '#shared/ports/decision-recorder.ts'
import { journalExpiry, messageEntry, taskEntry } from '#shared/tables/journal.ts'

/** Where what follows from a decision goes. */
export interface RecorderTargets {
  /** Of the customers, whose recent contacts are compared and changed with the decision. */
  readonly customers: Map<string, Item>
  readonly putMessage: (message: MessageEntry) => void
  readonly putTask: (task: TaskEntry) => void
  /** Is told of each decision that is recorded, once. */
  readonly onRecorded: (record: DecisionRecord) => void
}

interface Recorded {
  readonly result: string
  readonly deliveries: readonly Delivery[]
}

/** Held messages are not on their way yet. */
const deliveryOf = ({ heldUntil, channel, purpose, customerId, entry }: MessageEntry): Delivery[] =>
  heldUntil === undefined ? [{ channel, purpose, customerId, entry }] : []

/**
 * Decisions by customer and signal, each kept once; recent contacts are compared, and managers' days counted, as the
 * transaction does.
 */
export const createMemoryRecorder = ({
  customers,
  putMessage,
  putTask,
  onRecorded,
}: RecorderTargets): DecisionRecorder => {
  const recorded = new Map<string, Recorded>()
  const taken = new Map<string, number>()
  const takenOn = (manager: string, day: string): number => taken.get(`${manager} ${day}`) ?? 0

  const putTasks = ({ decision, tasks }: DecisionRecord): void => {
    const at = new Date(decision.signal.at)
    const { assignees, loads } = assignTasks(tasks, takenOn)
    tasks.forEach(({ task }, index) => {
      const assignee = assignees[index]
      const entry = taskEntry(at, task.campaignId, decision.signal.id)
      putTask({
        ...task,
        ...(assignee === undefined ? {} : { assignee }),
        entry,
        expiresAt: journalExpiry(at),
      })
    })
    for (const { manager, day, tasks: more } of loads)
      taken.set(`${manager} ${day}`, takenOn(manager, day) + more)
  }

  const keep = (record: DecisionRecord): Recorded => {
    const { signal, result } = record.decision
    const at = new Date(signal.at)
    const messages = record.messages.map((message) => ({
      ...message,
      entry: messageEntry(at, message.campaignId, signal.id),
      expiresAt: journalExpiry(at),
    }))
    messages.forEach(putMessage)
    putTasks(record)
    onRecorded(record)
    return { result, deliveries: messages.flatMap(deliveryOf) }
  }

  return {
    record: async (record, contacts): Promise<RecordOutcome> => {
      const { customerId, signal } = record.decision
      const key = `${customerId} ${signal.id}`
      const before = recorded.get(key)
      if (before) return { kind: 'recorded-before', ...before }
      const item = customers.get(customerId) ?? {}
      if (contacts && JSON.stringify(item.recentContacts ?? []) !== JSON.stringify(contacts.seen))
        return { kind: 'contacts-changed', profile: parseProfile({ customerId, ...item }) }
      if (contacts) customers.set(customerId, { ...item, recentContacts: contacts.next })
      const kept = keep(record)
      recorded.set(key, kept)
      return { kind: 'recorded', ...kept }
    },
  }
}
