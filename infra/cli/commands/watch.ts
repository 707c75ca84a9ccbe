import { setTimeout as wait } from 'node:timers/promises'
import type { ApiClient } from '#infra/cli/api/client.ts'
import { hasEnded, type Launch, readLaunch } from '#infra/cli/campaigns/launches.ts'
import type { Command } from '#infra/cli/command.ts'
import { printJson, printTable, safe } from '#infra/cli/print/table.ts'
import { colour, note, progressBar, say } from '#infra/local/commands/terminal.ts'

const EVERY_MS = 1_000

type Bar = ReturnType<typeof progressBar>

/** Looks at a launch until it has ended; whoever stops looking changes nothing of it. */
const follow = async (
  api: ApiClient,
  launchId: string,
  onProgress: (launch: Launch) => void,
): Promise<Launch> => {
  for (;;) {
    const launch = await readLaunch(api, launchId)
    onProgress(launch)
    if (hasEnded(launch)) return launch
    await wait(EVERY_MS)
  }
}

/** A bar of what is known; begun anew where the total turns out to be another one. */
const barOf = (launchId: string) => {
  let bar: Bar | undefined
  let [shownTotal, shownState] = [0, '']
  return {
    show: ({ state, progress: { done = 0, total = 0 } = {} }: Launch): void => {
      if (state !== shownState && !hasEnded({ state })) note(`${launchId}: ${safe(state)}`)
      shownState = state
      if (total > 0 && total !== shownTotal) {
        bar?.stop()
        bar = progressBar('customers', total)
        shownTotal = total
      }
      bar?.update(done)
    },
    stop: (): void => bar?.stop(),
  }
}

const printEnd = ({ launchId, state, because, progress }: Launch): void => {
  const mark = state === 'done' ? colour.green('✔') : colour.yellow('•')
  say(`${mark} ${safe(launchId)} ${safe(state)}${because === undefined ? '' : ` (${safe(because)})`}`)
  const funnel = Object.entries(progress?.funnel ?? {}).sort(([, one], [, other]) => other - one)
  if (funnel.length > 0)
    printTable(
      ['what came of it', 'customers'],
      funnel.map(([code, count]) => [safe(code), String(count)]),
    )
}

export const watch: Command = {
  usage: 'LAUNCH [--json]',
  summary: 'Shows how far a launch has come, until it has ended. Ctrl-C ends the showing, not the launch.',
  role: 'marketer',
  words: [1, 1],
  run: async ({ words: [launchId = ''], json, api }) => {
    const client = await api()
    const bar = barOf(launchId)
    const stopped = (): void => {
      bar.stop()
      note(`The launch goes on. To stop it: ${colour.cyan(`npm run bellwether -- cancel ${launchId}`)}`)
      process.exit(130)
    }
    process.once('SIGINT', stopped)
    try {
      const launch = await follow(client, launchId, json ? () => undefined : bar.show)
      bar.stop()
      if (json) printJson(launch)
      else printEnd(launch)
      return launch.state === 'done' ? 0 : 1
    } finally {
      process.removeListener('SIGINT', stopped)
    }
  },
}
