import type { DeliverDependencies } from '#functions/deliver-message/deliver-message.ts'
import { createTurns } from '#functions/deliver-message/turns.ts'
import type { ReactDependencies } from '#functions/react-to-events/dependencies.ts'
import type { ReleaseDueDependencies } from '#functions/release-due/release-due.ts'
import { createMemoryCampaigns } from '#functions/simulate/memory/campaigns.ts'
import { createMemoryDueIndex } from '#functions/simulate/memory/due-index.ts'
import { createMemoryJournal } from '#functions/simulate/memory/journal.ts'
import { createMemoryContacts, createRecordingProvider } from '#functions/simulate/memory/outside.ts'
import { createMemoryProfiles } from '#functions/simulate/memory/profiles.ts'
import { createMemoryRecorder } from '#functions/simulate/memory/recorder.ts'
import type { SweepDependencies } from '#functions/sweep-calendar/sweep-calendar.ts'
import type { CalendarDue } from '#shared/domain/calendar/calendar-due.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { DecisionRecord } from '#shared/domain/decision/decision-record.ts'
import type { TaskEntry } from '#shared/domain/message/journal-entry.ts'
import type { Settings } from '#shared/domain/settings.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { Delivery } from '#shared/ports/decision-recorder.ts'
import type { DeliveryLine } from '#shared/ports/delivery-line.ts'
import type { Log } from '#shared/ports/log.ts'
import type { ProfileItems } from '#shared/ports/profile-items.ts'
import type { TemplateRenderer } from '#shared/ports/template-renderer.ts'

export interface WorldOptions {
  readonly campaigns: readonly Campaign[]
  readonly settings: Settings
  /** What is dated more than a day later is refused, as the engine refuses it. */
  readonly now: Date
  readonly renderer: TemplateRenderer
  /** What was known of the customers before the first entry; nothing where it is left out. */
  readonly start?: ProfileItems
  readonly onRecorded: (record: DecisionRecord) => void
}

/** Events bring their own time, as in a replay. */
const clock: Clock = (factTime) => factTime

const silent: Log = { info: () => {}, warn: () => {}, error: () => {} }

const describeError = (error: unknown) => ({ error: error instanceof Error ? error.name : 'unknown' })

/** There is no account here whose limits must be kept: every message has its turn at once. */
const openLine = (now: Date): DeliveryLine => ({
  reserve: async ({ channel, count }) => ({
    kind: 'slots',
    slots: Array.from({ length: count }, () => ({ channel, at: now.getTime() })),
  }),
  report: async () => ({ opened: false }),
})

/** Nothing leaves a simulation, so there is nothing to unsubscribe from; of the form and length of a real link. */
const NO_LINK = `https://simulation.invalid/v1.none.${'0'.repeat(60)}.${'0'.repeat(43)}`

/** Everything that the functions of the engine need, in memory, with queues that are lists. */
export const createWorld = ({ campaigns, settings, now, renderer, start, onRecorded }: WorldOptions) => {
  const store = createMemoryCampaigns(settings, ...campaigns)
  const profiles = createMemoryProfiles(start)
  const contacts = createMemoryContacts(profiles)
  const journal = createMemoryJournal()
  const provider = createRecordingProvider()
  const tasks: TaskEntry[] = []
  const deliveries: Delivery[] = []
  const dues: CalendarDue[] = []
  const counts = new Map<string, number>()
  const count = (name: string, by = 1): void => void counts.set(name, (counts.get(name) ?? 0) + by)
  const counters = { count }
  const wallClock = (): Date => now
  const recorder = createMemoryRecorder({
    customers: profiles.items,
    putMessage: journal.put,
    putTask: (task) => void tasks.push(task),
    onRecorded,
  })
  const queues: ReactDependencies['queues'] = {
    enqueue: async (more) => {
      deliveries.push(...more)
      return []
    },
  }
  const line = openLine(now)
  const turns = createTurns({ line, wallClock, wait: async () => undefined, lastCall: () => now })

  const react: ReactDependencies = {
    profiles: profiles.store,
    reader: profiles.reader,
    contacts: contacts.writer,
    recorder,
    campaigns: store,
    queues,
    // What came of a message is not simulated: nobody has read it.
    conversions: { send: async () => [] },
    parking: { park: async () => undefined },
    clock,
    wallClock,
    log: silent,
    describeError,
  }
  const sweep: SweepDependencies = {
    index: profiles.calendar,
    cursor: createCursor(),
    queue: { send: async (more) => void dues.push(...more) },
    campaigns: store,
  }
  const release: ReleaseDueDependencies = {
    due: createMemoryDueIndex(journal),
    journal,
    unsettled: { moveOn: async () => false, markUnconfirmed: async () => false },
    givesFeedback: () => false,
    tasks: { task: async () => undefined, escalate: async () => false },
    campaigns: store,
    queues,
    clock,
    hasTime: () => true,
    describeError,
    counters,
    log: silent,
  }
  const deliver: DeliverDependencies = {
    journal,
    campaigns: store,
    profiles: profiles.reader,
    contacts: contacts.reader,
    recentContacts: profiles.recentContacts,
    renderer,
    unsubscribeUrl: async () => NO_LINK,
    providers: { email: provider, sms: provider },
    line,
    turns,
    clock,
    wallClock,
    counters,
    log: silent,
  }
  return {
    ...{
      react,
      sweep,
      release,
      deliver,
      profiles,
      journal,
      tasks,
      provider,
      counts,
      count,
      campaigns: store,
    },
    takeDeliveries: () => deliveries.splice(0),
    takeDues: () => dues.splice(0),
  }
}

export type World = ReturnType<typeof createWorld>

const createCursor = (): SweepDependencies['cursor'] => {
  let sweptUpTo: Date | undefined
  return {
    read: async () => sweptUpTo,
    advance: async (to) => {
      if (sweptUpTo === undefined || sweptUpTo < to) sweptUpTo = to
    },
  }
}
