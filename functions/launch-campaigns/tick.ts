import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { DueLaunch } from '#shared/ports/campaign-due.ts'

/** One run of the tick: what all its parts go by. */
export interface Tick {
  /** The schedule's time, not the clock's: what is due is the same for a tick that comes again. */
  readonly now: Date
  /** The live campaigns by id, paused and ended ones among them, as they stand in this run. */
  readonly live: ReadonlyMap<string, Campaign>
  /** Launches that this run has planned: the index shows them a moment later. */
  readonly planned: DueLaunch[]
}
