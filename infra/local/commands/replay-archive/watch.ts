import {
  CancelReplayCommand,
  DescribeReplayCommand,
  type DescribeReplayResponse,
  type EventBridgeClient,
  type ReplayState,
  StartReplayCommand,
} from '@aws-sdk/client-eventbridge'
import type { ReplayArchiveOptions } from '#infra/local/commands/replay-archive/options.ts'

/** Where a replay comes from, and the only rule that it is for. */
export interface ReplayRoute {
  readonly archiveArn: string
  readonly busArn: string
  readonly ruleArn: string
}

export interface ReplayEnd {
  readonly name: string
  readonly state: ReplayState
  readonly reason?: string
  /** Time of the last event that was replayed; undefined where there was none. */
  readonly lastReplayed?: Date
}

export type ReplaySpan = Pick<ReplayArchiveOptions, 'name' | 'from' | 'to'>

export const startReplay = async (
  client: EventBridgeClient,
  { archiveArn, busArn, ruleArn }: ReplayRoute,
  { name, from, to }: ReplaySpan,
): Promise<void> => {
  await client.send(
    new StartReplayCommand({
      ReplayName: name,
      Description: 'Bellwether: npm run replay:archive',
      EventSourceArn: archiveArn,
      EventStartTime: from,
      EventEndTime: to,
      // Others may have rules on the bus: theirs is not ours to repeat.
      Destination: { Arn: busArn, FilterArns: [ruleArn] },
    }),
  )
}

const over: readonly (ReplayState | undefined)[] = ['COMPLETED', 'CANCELLED', 'FAILED']

const endOf = (name: string, described: DescribeReplayResponse): ReplayEnd => ({
  name,
  state: described.State ?? 'FAILED',
  ...(described.StateReason === undefined ? {} : { reason: described.StateReason }),
  ...(described.EventLastReplayedTime === undefined ? {} : { lastReplayed: described.EventLastReplayedTime }),
})

interface Watching {
  /** Aborted when it is to be cancelled. */
  readonly cancel: AbortSignal
  /** Told the seconds of the span that are replayed. */
  readonly onProgress: (seconds: number) => void
  /** Resolves when it is time to look again; at once when told to cancel. */
  readonly pause: () => Promise<void>
}

/** It may be over, or not begun, by now. */
const tryToCancel = (client: EventBridgeClient, name: string): Promise<unknown> =>
  client.send(new CancelReplayCommand({ ReplayName: name })).catch((error: Error) => {
    if (error.name !== 'IllegalStatusException') throw error
  })

/** Looks until the replay is over, however that is. */
export const watchReplay = async (
  client: EventBridgeClient,
  { name, from, to }: ReplaySpan,
  { cancel, onProgress, pause }: Watching,
): Promise<ReplayEnd> => {
  let cancelled = false
  for (;;) {
    if (cancel.aborted && !cancelled) {
      await tryToCancel(client, name)
      cancelled = true
    }
    const described = await client.send(new DescribeReplayCommand({ ReplayName: name }))
    const { State, EventLastReplayedTime: last } = described
    if (State === 'COMPLETED') onProgress((to.getTime() - from.getTime()) / 1000)
    else if (last) onProgress(Math.max(0, (last.getTime() - from.getTime()) / 1000))
    if (over.includes(State)) return endOf(name, described)
    await pause()
  }
}
