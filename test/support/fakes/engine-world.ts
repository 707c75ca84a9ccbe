import type { ReactDependencies } from '#functions/react-to-events/dependencies.ts'
import type { QueueRecord } from '#functions/react-to-events/read-records.ts'
import { createMemoryProfiles, type Item, withFacts } from '#functions/simulate/memory/profiles.ts'
import { createMemoryRecorder } from '#functions/simulate/memory/recorder.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { DecisionRecord } from '#shared/domain/decision/decision-record.ts'
import type { Conversion } from '#shared/domain/results/conversion.ts'
import { defaultSettings, type Settings } from '#shared/domain/settings.ts'
import type { Delivery } from '#shared/ports/decision-recorder.ts'
import type { ParkedWork, Parking } from '#shared/ports/parking.ts'
import type { ProfileStore } from '#shared/ports/profile-store.ts'
import { createInMemoryCampaigns, createLogSink } from '#test/support/fakes/delivery-world.ts'

/** Customers as the table keeps them; `failNext` makes the next write throw. */
const createProfiles = () => {
  const { store, reader, items, cards } = createMemoryProfiles()
  const faults: Error[] = []
  const failing: ProfileStore = {
    ...store,
    apply: async (customerId, facts, months) => {
      const fault = faults.shift()
      if (fault) throw fault
      return store.apply(customerId, facts, months)
    },
  }
  return { store: failing, reader, items, cards, failNext: (error: Error) => void faults.push(error) }
}

/** A task as the journal keeps it, without its key. */
export type AssignedTask = DecisionRecord['tasks'][number]['task']

/** The simulation's recorder, and what it recorded by customer and signal. */
const createRecorder = (customers: Map<string, Item>) => {
  const records = new Map<string, DecisionRecord>()
  const assigned: AssignedTask[] = []
  const recorder = createMemoryRecorder({
    customers,
    putMessage: () => undefined,
    putTask: ({ entry: _, expiresAt: __, ...task }) => void assigned.push(task),
    onRecorded: (record) => {
      const { customerId, signal } = record.decision
      records.set(`${customerId} ${signal.id}`, record)
    },
  })
  return { recorder, records, assigned }
}

export interface EngineWorldOptions {
  readonly campaigns?: readonly Campaign[]
  readonly settings?: Settings
  /** Wall clock; where it is not given, decisions are taken at their events' time. */
  readonly now?: Date
}

/** Everything react-to-events needs, kept in memory, with what came of it to look at. */
export const createEngineWorld = ({
  campaigns = [],
  settings = defaultSettings,
  now,
}: EngineWorldOptions = {}) => {
  const profiles = createProfiles()
  const { recorder, records, assigned } = createRecorder(profiles.items)
  const contacts = new Map<string, Item>()
  const parked = new Map<string, ParkedWork>()
  const queued: Delivery[] = []
  const queueFaults: true[] = []
  const conversions: Conversion[] = []
  const conversionFaults: true[] = []
  const log = createLogSink()
  const parking: Parking = { park: async (work) => void parked.set(work.parkedId, work) }
  const dependencies: ReactDependencies = {
    profiles: profiles.store,
    reader: profiles.reader,
    contacts: {
      keep: async (customerId, facts) => {
        contacts.set(customerId, withFacts(contacts.get(customerId) ?? {}, facts).item)
        return { writeUnits: 1 }
      },
    },
    recorder,
    campaigns: createInMemoryCampaigns(settings, ...campaigns),
    queues: {
      enqueue: async (deliveries) => {
        if (queueFaults.shift()) return deliveries
        queued.push(...deliveries)
        return []
      },
    },
    conversions: {
      send: async (all) => {
        if (conversionFaults.shift()) return all
        conversions.push(...all)
        return []
      },
    },
    parking,
    clock: now ? () => now : (factTime) => factTime,
    wallClock: () => now ?? new Date('2026-11-22T12:00:00Z'),
    log,
    describeError: (error) => ({ error: (error as Error).name }),
  }
  return {
    dependencies,
    customers: profiles.items,
    cards: profiles.cards,
    contacts,
    parked,
    queued,
    conversions,
    /** The queue of conversions takes nothing the next time. */
    failNextConversions: () => void conversionFaults.push(true),
    decisions: () => [...records.values()].map(({ decision }) => decision),
    records,
    /** Tasks with whoever got them, in the order in which they were recorded. */
    tasks: (): readonly AssignedTask[] => assigned,
    log,
    failNextWrite: profiles.failNext,
    /** The queues take nothing the next time. */
    failNextEnqueue: () => void queueFaults.push(true),
  }
}

/** Bodies as SQS hands them over. */
export const queueRecords = (...bodies: readonly (object | string)[]): QueueRecord[] =>
  bodies.map((body, index) => ({
    messageId: `message-${index}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  }))
