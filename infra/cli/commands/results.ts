import * as z from 'zod/mini'
import { campaignPath } from '#infra/cli/campaigns/drafts.ts'
import type { Command } from '#infra/cli/command.ts'
import { printJson, printTable, safe } from '#infra/cli/print/table.ts'
import { note } from '#infra/local/commands/terminal.ts'
import { counterNames } from '#shared/domain/results/counters.ts'
import { countsSchema } from '#shared/domain/results/result-row.ts'

const totalSchema = z.object({ counts: countsSchema })
const resultsSchema = z.object({
  rows: z.array(z.looseObject({})),
  versions: z.array(z.extend(totalSchema, { campaignVersion: z.int() })),
  total: totalSchema,
})

export const results: Command = {
  usage: 'ID [--from DAY] [--to DAY] [--json]',
  summary: 'What came of a campaign: each version, and all of them.',
  role: 'marketer',
  words: [1, 1],
  options: { from: { type: 'string' }, to: { type: 'string' } },
  help: ['  --from, --to  days of the bank, both included, like 2026-11-22'],
  run: async ({ words: [id = ''], values, json, api }) => {
    const days = Object.entries(values).map(([name, day]) => [name, String(day)] as const)
    const query = new URLSearchParams(Object.fromEntries(days)).toString()
    const path = campaignPath(id, `/results${query === '' ? '' : `?${query}`}`)
    const client = await api()
    if (json) {
      printJson((await client.get(path, z.looseObject({}))).body)
      return 0
    }
    const { versions, total } = (await client.get(path, resultsSchema)).body
    const counted = counterNames.filter((name) => total.counts[name] !== undefined)
    if (counted.length === 0) note(`${safe(id)}: nothing has been counted yet`)
    else
      printTable(
        ['', ...versions.map(({ campaignVersion }) => `v${campaignVersion}`), 'all'],
        counted.map((name) => [
          name,
          ...[...versions, { counts: total.counts }].map(({ counts }) => String(counts[name] ?? 0)),
        ]),
      )
    return 0
  },
}
