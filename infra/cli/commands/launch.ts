import { campaignPath } from '#infra/cli/campaigns/drafts.ts'
import { launchSchema } from '#infra/cli/campaigns/launches.ts'
import type { Command } from '#infra/cli/command.ts'
import { printJson, safe } from '#infra/cli/print/table.ts'
import { colour, note, say, UsageError } from '#infra/local/commands/terminal.ts'

const MOST_PER_SECOND = 10_000

const rateOf = (text: string | boolean | undefined): number | undefined => {
  if (text === undefined) return undefined
  const rate = Number(text)
  if (Number.isInteger(rate) && rate >= 1 && rate <= MOST_PER_SECOND) return rate
  throw new UsageError(`--rate ${text}: must be a whole number from 1 to ${MOST_PER_SECOND}`)
}

const instantOf = (text: string | boolean | undefined): string | undefined => {
  if (text === undefined) return undefined
  const date = new Date(String(text))
  if (!Number.isNaN(date.getTime())) return date.toISOString()
  throw new UsageError(`--at ${text}: write it like 2026-12-01T08:00:00+01:00`)
}

export const launch: Command = {
  usage: 'ID [--at INSTANT] [--rate N] [--json]',
  summary: 'Launches a live campaign to its audience, now or at an instant, beside its schedule.',
  role: 'marketer',
  words: [1, 1],
  options: { at: { type: 'string' }, rate: { type: 'string' } },
  help: ['  --rate N  customers a second, at most  [as fast as it goes]'],
  run: async ({ words: [id = ''], values, json, api }) => {
    const at = instantOf(values.at)
    const customersPerSecond = rateOf(values.rate)
    const body = {
      ...(at === undefined ? {} : { at }),
      ...(customersPerSecond === undefined ? {} : { customersPerSecond }),
    }
    const client = await api()
    const { body: launched } = await client.change(
      'POST',
      campaignPath(id, '/launches'),
      { body },
      launchSchema,
    )
    if (json) printJson(launched)
    else say(`${colour.green('✔')} ${safe(launched.launchId)} ${safe(launched.state)}`)
    if (!json) note(`Next: ${colour.cyan(`npm run bellwether -- watch ${safe(launched.launchId)}`)}`)
    return 0
  },
}
