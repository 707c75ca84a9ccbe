import { setTimeout as delay } from 'node:timers/promises'
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { findDeployment, withHints } from '#infra/local/commands/deployment.ts'
import {
  type ReplayArchiveOptions,
  replayArchiveOptions,
} from '#infra/local/commands/replay-archive/options.ts'
import { explainEnd, explainStart } from '#infra/local/commands/replay-archive/print.ts'
import { type ReplayEnd, startReplay, watchReplay } from '#infra/local/commands/replay-archive/watch.ts'
import { progressBar, runCommand, say } from '#infra/local/commands/terminal.ts'

const NEEDED = ['BusName', 'BusArn', 'ArchiveArn', 'BankEventsRuleArn']
const RIGHT = 'to start, describe and cancel replays (events:StartReplay, DescribeReplay, CancelReplay)'

/** Time between two looks, in milliseconds. */
const LOOK = 1_000

const watch = async (client: EventBridgeClient, options: ReplayArchiveOptions): Promise<ReplayEnd> => {
  const { from, to, json } = options
  const interrupted = new AbortController()
  const interrupt = (): void => interrupted.abort()
  process.once('SIGINT', interrupt)
  const seconds = Math.ceil((to.getTime() - from.getTime()) / 1000)
  const bar = json ? { update: () => {}, stop: () => {} } : progressBar('seconds of the span', seconds)
  try {
    return await watchReplay(client, options, {
      cancel: interrupted.signal,
      onProgress: (done) => bar.update(Math.min(seconds, Math.round(done))),
      // Not cut short by the same signal for ever: once cancelled, it is only looked at.
      pause: () =>
        delay(LOOK, undefined, interrupted.signal.aborted ? {} : { signal: interrupted.signal }).catch(
          () => {},
        ),
    })
  } finally {
    bar.stop()
    process.off('SIGINT', interrupt)
  }
}

await runCommand(() => {
  const options = replayArchiveOptions(process.argv.slice(2), new Date())
  return withHints(async () => {
    const { connection } = await findDeployment(options.outputs, NEEDED)
    const { eventBridge, name } = connection
    try {
      explainStart(options, new Date())
      await startReplay(
        eventBridge,
        { archiveArn: name('ArchiveArn'), busArn: name('BusArn'), ruleArn: name('BankEventsRuleArn') },
        options,
      )
      const end: ReplayEnd = options.wait
        ? await watch(eventBridge, options)
        : { name: options.name, state: 'STARTING' }
      if (options.json) say(JSON.stringify(end, null, 2))
      explainEnd(end, options)
      return ['COMPLETED', 'STARTING'].includes(end.state) ? 0 : 1
    } finally {
      connection.close()
    }
  }, RIGHT)
})
