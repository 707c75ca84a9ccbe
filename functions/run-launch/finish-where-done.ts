import type { LaunchDependencies } from '#functions/run-launch/dependencies.ts'
import { totalsOf } from '#shared/domain/launch/launch-part.ts'

/**
 * Ends a launch once all its parts are done. Whoever ends a part calls it, and so does who finds one ended: the last of
 * them sees all, and none can be the last without calling.
 */
export const finishWhereDone = async (
  launchId: string,
  { watch, parts, ends, log, now }: LaunchDependencies,
): Promise<void> => {
  const totals = totalsOf(await parts.parts(launchId, true))
  const view = await watch.look(launchId)
  if (!view || totals.partsDone < (view.launch.parts ?? 1)) return
  if (await ends.finish(view.launch, totals, new Date(now())))
    log.info('launch done', { launchId, customers: totals.done, readUnits: totals.readUnits })
}
