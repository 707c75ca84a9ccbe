import type { ReactDependencies } from '#functions/react-to-events/dependencies.ts'
import type { QueueRecord } from '#functions/react-to-events/read-records.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { DecisionRecord } from '#shared/domain/decision/decision-record.ts'
import { parseMonths, parseProfile, unknownProfile } from '#shared/domain/profile/customer-profile.ts'
import {
  MONTH_PREFIX,
  type MonthElements,
  mergeMonths,
  missingElements,
} from '#shared/domain/profile/months.ts'
import { profileView } from '#shared/domain/profile/profile-view.ts'
import { newestWrites, type RegisterWrite, stillNewer, versionOf } from '#shared/domain/profile/register.ts'
import type { Conversion } from '#shared/domain/results/conversion.ts'
import { defaultSettings, type Settings } from '#shared/domain/settings.ts'
import { assignTasks } from '#shared/domain/task/assign-tasks.ts'
import type { DecisionRecorder, Delivery, RecordOutcome } from '#shared/ports/decision-recorder.ts'
import type { ParkedWork, Parking } from '#shared/ports/parking.ts'
import type { ProfileReader } from '#shared/ports/profile-reader.ts'
import type { ProfileStore } from '#shared/ports/profile-store.ts'
import { createInMemoryCampaigns, createLogSink } from '#test/support/fakes/delivery-world.ts'

type Item = Record<string, unknown>

const apply = (
  items: Map<string, Item>,
  key: string,
  writes: readonly RegisterWrite[],
  added: MonthElements = new Map(),
) => {
  const item = items.get(key) ?? {}
  const newer = stillNewer(newestWrites(writes), item)
  const before = parseMonths(item)
  const months = mergeMonths([before, added])
  const next = {
    ...Object.fromEntries(Object.entries(item).filter(([name]) => !name.startsWith(MONTH_PREFIX))),
    ...Object.fromEntries([...months].map(([month, elements]) => [`${MONTH_PREFIX}${month}`, elements])),
    ...Object.fromEntries(newer.map(({ attribute, value }) => [attribute, value])),
  }
  items.set(key, next)
  return { item: next, changed: newer.length > 0 || missingElements(added, before).size > 0 }
}

/** Customers as the table keeps them; `failNext` makes the next write throw. */
const createProfiles = () => {
  const items = new Map<string, Item>()
  const cards = new Map<string, Item>()
  const faults: Error[] = []
  const store: ProfileStore = {
    apply: async (customerId, facts, months) => {
      const fault = faults.shift()
      if (fault) throw fault
      const { item, changed } = apply(items, customerId, facts, months)
      return { view: profileView({ customerId, ...item }), changed, writeUnits: 1 }
    },
    keepTier: async (customerId, tier, assetsVersion) => {
      const { tier: _, ...item } = items.get(customerId) ?? {}
      if (versionOf(item.financialAssets) !== assetsVersion) return { writeUnits: 1 }
      items.set(customerId, { ...item, ...(tier === undefined ? {} : { tier: { x: tier } }) })
      return { writeUnits: 1 }
    },
    keepCalendar: async (customerId, cardId, { expiry, timeZone }) => {
      apply(cards, `${customerId}/${cardId}`, [
        ...(expiry ? [{ attribute: 'expiry', value: { v: expiry.v, x: expiry.expiresOn } }] : []),
        ...(timeZone ? [{ attribute: 'timeZone', value: timeZone }] : []),
      ])
      return { writeUnits: 1 }
    },
  }
  const reader: ProfileReader = {
    profile: async (customerId) => {
      const item = items.get(customerId)
      return item ? parseProfile({ customerId, ...item }) : unknownProfile(customerId)
    },
  }
  return { store, reader, items, cards, failNext: (error: Error) => void faults.push(error) }
}

/** A task as the journal keeps it, without its key. */
export type AssignedTask = DecisionRecord['tasks'][number]['task']

/**
 * Decisions by customer and signal, each kept once; recent contacts are compared, and managers' days counted, as the
 * transaction does.
 */
const createRecorder = (customers: Map<string, Item>) => {
  const records = new Map<string, DecisionRecord>()
  const assigned: AssignedTask[] = []
  const taken = new Map<string, number>()
  const takenOn = (manager: string, day: string): number => taken.get(`${manager} ${day}`) ?? 0
  const assign = ({ tasks }: DecisionRecord): void => {
    const { assignees, loads } = assignTasks(tasks, takenOn)
    tasks.forEach(({ task }, index) => {
      const assignee = assignees[index]
      assigned.push(assignee === undefined ? task : { ...task, assignee })
    })
    for (const { manager, day, tasks: more } of loads)
      taken.set(`${manager} ${day}`, takenOn(manager, day) + more)
  }
  const deliveriesOf = ({ messages }: DecisionRecord): Delivery[] =>
    messages.map(({ customerId, channel, purpose, campaignId, signal }) => ({
      customerId,
      channel,
      purpose,
      entry: `${campaignId}#${signal.id}`,
    }))
  const recorder: DecisionRecorder = {
    record: async (record, contacts): Promise<RecordOutcome> => {
      const { customerId, signal } = record.decision
      const key = `${customerId} ${signal.id}`
      const before = records.get(key)
      if (before)
        return {
          kind: 'recorded-before',
          result: before.decision.result,
          deliveries: deliveriesOf(before),
        }
      const item = customers.get(customerId) ?? {}
      if (contacts && JSON.stringify(item.recentContacts ?? []) !== JSON.stringify(contacts.seen))
        return { kind: 'contacts-changed', profile: parseProfile({ customerId, ...item }) }
      if (contacts) customers.set(customerId, { ...item, recentContacts: contacts.next })
      records.set(key, record)
      assign(record)
      return { kind: 'recorded', result: record.decision.result, deliveries: deliveriesOf(record) }
    },
  }
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
        apply(contacts, customerId, [...facts])
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
