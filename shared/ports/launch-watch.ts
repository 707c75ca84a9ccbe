import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { Launch } from '#shared/domain/launch/launch.ts'
import type { PaceState } from '#shared/domain/launch/pace.ts'
import type { Settings } from '#shared/domain/settings.ts'

/** What a launch's next page depends on, as it stood at most a second ago. */
export interface LaunchView {
  readonly launch: Launch
  /**
   * The live campaign, alone in its list; empty where there is none any more. The list is the same one for as long as the
   * campaign is, so that it is compiled once.
   */
  readonly campaigns: readonly Campaign[]
  readonly settings: Settings
  readonly line: PaceState
  /** What reading it cost: nothing where it was remembered. */
  readonly readUnits: number
}

export interface LaunchWatch {
  /** @returns undefined where there is no such launch */
  look(launchId: string): Promise<LaunchView | undefined>
}
