import { type CampaignSummary, listCampaigns } from '#infra/cli/campaigns/list-campaigns.ts'
import type { Command } from '#infra/cli/command.ts'
import { printJson, printTable, safe } from '#infra/cli/print/table.ts'
import { colour, note } from '#infra/local/commands/terminal.ts'

const liveText = ({ live }: CampaignSummary): string => {
  if (!live) return ''
  const { version, status = 'live' } = live
  const text = `v${version} ${safe(status)}`
  return status === 'live' ? colour.green(text) : colour.yellow(text)
}

const nextText = ({ next, goLiveAt }: CampaignSummary): string => {
  if (goLiveAt) return `goes live ${safe(goLiveAt)}`
  return next ? safe(typeof next === 'string' ? next : next.at) : ''
}

export const status: Command = {
  usage: '[ID…] [--json]',
  summary: 'All campaigns: the state of the draft, what is live, and when it launches next.',
  role: 'marketer',
  words: [0, Number.POSITIVE_INFINITY],
  run: async ({ words, json, api }) => {
    const all = await listCampaigns(await api())
    const found = words.length === 0 ? all : all.filter(({ campaignId }) => words.includes(campaignId))
    const missing = words.filter((word) => found.every(({ campaignId }) => campaignId !== word))
    if (json) printJson(found)
    else
      printTable(
        ['campaign', 'draft', 'live', 'next'],
        found.map((one) => [
          safe(one.campaignId),
          [safe(one.state), one.version === undefined ? '' : `v${one.version}`].filter(Boolean).join(' '),
          liveText(one),
          nextText(one),
        ]),
      )
    for (const word of missing) note(`${safe(word)}: no such campaign`)
    return missing.length === 0 ? 0 : 1
  },
}
