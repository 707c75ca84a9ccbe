import * as z from 'zod/mini'
import { isSampled } from '#functions/simulate/entries.ts'
import { type Simulation, simulate } from '#functions/simulate/simulate.ts'
import { startingCustomers } from '#functions/simulate/starting-profile.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { PermanentError } from '#shared/domain/errors.ts'
import type { SimulationJob } from '#shared/domain/simulation/job.ts'
import type { CalendarIndex } from '#shared/ports/calendar-index.ts'
import type { CampaignStore } from '#shared/ports/campaign-store.ts'
import type { ProfileItems } from '#shared/ports/profile-items.ts'
import type { QueuedWork } from '#shared/ports/queued-work.ts'
import type { RecordedEvent, RecordedEvents } from '#shared/ports/recorded-events.ts'
import type { SimulationEnd, SimulationJobs } from '#shared/ports/simulation-jobs.ts'
import type { TemplateRenderer } from '#shared/ports/template-renderer.ts'

export interface RunDependencies {
  readonly jobs: Pick<SimulationJobs, 'begin' | 'end'>
  readonly recorded: RecordedEvents
  readonly campaigns: CampaignStore
  readonly present: { readonly items: ProfileItems; readonly calendar: CalendarIndex }
  readonly renderer: TemplateRenderer
  readonly now: () => Date
  /** False when the run must end. */
  readonly hasTime: () => boolean
}

/** What a table takes is 400 KB an item; drafts and keys stand in it, too. */
const LARGEST_REPORT = 250_000

/** A run that cannot end in time begins nothing anew: the same would happen to the next one. */
class TooLarge extends Error {
  override readonly name = 'TooLarge'
}

const workSchema = z.object({ simulationId: z.string() })

const idIn = (body: string): string => {
  try {
    return z.parse(workSchema, JSON.parse(body)).simulationId
  } catch {
    throw new PermanentError('unreadable-body')
  }
}

/** Stops reading when time is up. */
async function* inTime(events: AsyncIterable<RecordedEvent>, hasTime: () => boolean) {
  for await (const event of events) {
    if (!hasTime()) throw new TooLarge()
    yield event
  }
}

const endOf = ({ report }: Simulation): SimulationEnd => {
  if (report.entries.read === 0) return { state: 'failed', because: 'nothing-recorded' }
  if (JSON.stringify(report).length > LARGEST_REPORT) return { state: 'failed', because: 'report-too-large' }
  return { state: 'done', report }
}

const play = async (
  { day, share, prices }: SimulationJob,
  drafts: readonly Campaign[],
  dependencies: RunDependencies,
): Promise<SimulationEnd> => {
  const { recorded, campaigns, present, renderer, now, hasTime } = dependencies
  const [live, settings] = await Promise.all([campaigns.liveCampaigns(), campaigns.settings()])
  const isPlayed = (customerId: string): boolean => isSampled(customerId, share)
  const start = startingCustomers(present, new Date(`${day}T00:00:00Z`), isPlayed)
  try {
    const entries = inTime(recorded.of(day), hasTime)
    return endOf(
      await simulate({ entries, live, drafts, settings, prices, renderer, share, start, now: now() }),
    )
  } catch (error) {
    if (error instanceof TooLarge) return { state: 'failed', because: 'too-large' }
    throw error
  }
}

/**
 * Runs the simulation that a queue names, once: what has ended is left alone.
 * @throws PermanentError for a body that names none; whatever the stores throw, and then it comes again
 */
export const runSimulation =
  (dependencies: RunDependencies) =>
  async ({ body }: QueuedWork): Promise<void> => {
    const simulationId = idIn(body)
    const begun = await dependencies.jobs.begin(simulationId)
    if (!begun) return
    const end = await play(begun.job, begun.drafts, dependencies)
    await dependencies.jobs.end(simulationId, end, dependencies.now())
  }
