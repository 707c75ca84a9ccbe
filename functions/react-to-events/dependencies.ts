import type { CampaignIndex } from '#shared/domain/campaign/compile.ts'
import type { Settings } from '#shared/domain/settings.ts'
import type { CampaignStore } from '#shared/ports/campaign-store.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { ContactsWriter } from '#shared/ports/contacts-writer.ts'
import type { ConversionQueue } from '#shared/ports/conversion-queue.ts'
import type { DecisionRecorder } from '#shared/ports/decision-recorder.ts'
import type { DeliveryQueues } from '#shared/ports/delivery-queues.ts'
import type { Log, LogFields } from '#shared/ports/log.ts'
import type { Parking } from '#shared/ports/parking.ts'
import type { ProfileReader } from '#shared/ports/profile-reader.ts'
import type { ProfileStore } from '#shared/ports/profile-store.ts'

/** All that react-to-events needs from the world. */
export interface ReactDependencies {
  readonly profiles: ProfileStore
  /** For signals that no write of the profile comes with. */
  readonly reader: ProfileReader
  readonly contacts: ContactsWriter
  readonly recorder: DecisionRecorder
  readonly campaigns: Omit<CampaignStore, 'liveCampaign'>
  readonly queues: DeliveryQueues
  readonly conversions: ConversionQueue
  readonly parking: Parking
  /** The time at which a decision is taken. */
  readonly clock: Clock
  /** For what happens now even in a replay: the time something was parked. */
  readonly wallClock: () => Date
  readonly log: Log
  /** An error as it may be logged. */
  readonly describeError: (error: unknown) => LogFields
}

/**
 * Counts and sums of one batch, by metric name: EventsAccepted, EventsParked, EventsQuiet, EventsBeforeProfile,
 * StaleEvents, QuietWriteUnits, DecisionsWon, DecisionsRefused, UnknownZones. The last counts recorded decisions with a
 * candidate of marketing whose customer's time zone is unknown or does not exist: the hours were guessed (RULES 6).
 */
export type Tally = Map<string, number>

/** What the work on one customer of a batch shares with the others. */
export interface BatchContext extends ReactDependencies {
  readonly settings: Settings
  readonly index: CampaignIndex
  readonly count: (metric: string, by: number) => void
}
