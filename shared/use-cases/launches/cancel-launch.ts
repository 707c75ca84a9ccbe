import type { LaunchEnds } from '#shared/ports/launch-parts.ts'
import type { Acting } from '#shared/use-cases/campaigns/acting.ts'
import {
  type LaunchInProgress,
  noSuchLaunch,
  type ReadLaunchDependencies,
  readLaunch,
} from '#shared/use-cases/launches/read-launch.ts'
import { Refusal } from '#shared/use-cases/refusal.ts'

export interface CancelLaunchDependencies extends ReadLaunchDependencies {
  readonly ends: Pick<LaunchEnds, 'cancel'>
}

/**
 * Ends a launch for good. Its workers see that before their next page, so that what is under way counts for a few seconds
 * more; messages that were recorded leave.
 * @throws Refusal `no-such-launch`, `ended-already`
 */
export const cancelLaunch =
  (dependencies: CancelLaunchDependencies) =>
  async (launchId: string, { caller, requestId, now }: Acting): Promise<LaunchInProgress> => {
    const launch = await dependencies.reader.launch(launchId)
    if (!launch) throw noSuchLaunch()
    const { userId, name, groups } = caller
    const why = { reason: 'by-request', userId, name, groups, requestId } as const
    if (!(await dependencies.ends.cancel(launch, why, now)))
      throw new Refusal('conflict', 'ended-already', 'The launch has ended already')
    return readLaunch(dependencies)(launchId, now)
  }
