import type { Launch, LaunchState } from '#shared/domain/launch/launch.ts'
import { controlOf } from '#shared/domain/launch/launch-control.ts'
import { type LaunchProgress, progressOf } from '#shared/domain/launch/progress.ts'
import type { LaunchParts } from '#shared/ports/launch-parts.ts'
import type { LaunchReader } from '#shared/ports/launch-reader.ts'
import type { LaunchWatch } from '#shared/ports/launch-watch.ts'
import { Refusal } from '#shared/use-cases/refusal.ts'

export interface ReadLaunchDependencies {
  readonly reader: LaunchReader
  readonly watch: LaunchWatch
  readonly parts: Pick<LaunchParts, 'parts'>
}

/** A launch and how far it has come; `paused` where it waits for its campaign or for the operators' switches. */
export type LaunchInProgress = Launch & { readonly progress: LaunchProgress }

export const noSuchLaunch = (): Refusal =>
  new Refusal('not-found', 'no-such-launch', 'There is no such launch')

/** @throws Refusal `no-such-launch` */
export const readLaunch =
  ({ reader, watch, parts }: ReadLaunchDependencies) =>
  async (launchId: string, now: Date): Promise<LaunchInProgress> => {
    const launch = await reader.launch(launchId)
    if (!launch) throw noSuchLaunch()
    if (launch.state !== 'running')
      return { ...launch, progress: progressOf(launch, await parts.parts(launchId, false), { now }) }
    const [view, begun] = await Promise.all([watch.look(launchId), parts.parts(launchId, false)])
    const control = view && controlOf(launch, view.campaigns[0], view.settings)
    const state: LaunchState = control === 'wait' ? 'paused' : launch.state
    const estimate = launch.items
    return {
      ...launch,
      state,
      progress: progressOf(launch, begun, { now, estimate, ...(control && { control }) }),
    }
  }
