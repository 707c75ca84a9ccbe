import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { SimulationFailure, SimulationJob } from '#shared/domain/simulation/job.ts'
import type { SimulationReport } from '#shared/domain/simulation/report.ts'

/** What a simulation came to. */
export type SimulationEnd =
  | { readonly state: 'done'; readonly report: SimulationReport }
  | { readonly state: 'failed'; readonly because: SimulationFailure }

/** Simulations that were asked for, for thirty days. */
export interface SimulationJobs {
  /** Where it is there already, it stays as it is. @param drafts as they are now: what is written later is not in it */
  create(job: SimulationJob, drafts: readonly Campaign[]): Promise<void>
  /** Undefined where there is none, or none any more. */
  read(simulationId: string): Promise<SimulationJob | undefined>
  /**
   * Writes down that it runs. A run that died leaves it so, and the next one begins again.
   * @returns undefined where there is none, or it has ended
   */
  begin(
    simulationId: string,
  ): Promise<{ readonly job: SimulationJob; readonly drafts: readonly Campaign[] } | undefined>
  /** Of two runs that end, the first counts; both say the same. */
  end(simulationId: string, end: SimulationEnd, at: Date): Promise<void>
}
