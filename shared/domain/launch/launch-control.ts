import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { Launch } from '#shared/domain/launch/launch.ts'
import type { Settings } from '#shared/domain/settings.ts'

/** `go`: customers are decided about. `wait`: nobody is, and nobody is refused either. `end`: nobody will be any more. */
export type LaunchControl = 'go' | 'wait' | 'end'

/**
 * Whether a launch goes on. A campaign that was paused and switches of the engine that are not `on` let it wait: the gates
 * would refuse every customer (`not-live`, `stopped`), for good.
 * @param campaign the live one, whatever its version; undefined where there is none any more
 */
export const controlOf = (
  { state }: Pick<Launch, 'state'>,
  campaign: Pick<Campaign, 'status' | 'purpose'> | undefined,
  { operations }: Pick<Settings, 'operations'>,
): LaunchControl => {
  if (state === 'planned') return 'wait'
  if (state !== 'running' && state !== 'paused') return 'end'
  if (campaign === undefined || campaign.status === 'ended') return 'end'
  return campaign.status === 'live' && operations[campaign.purpose] === 'on' ? 'go' : 'wait'
}
