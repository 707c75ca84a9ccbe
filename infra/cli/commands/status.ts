import { type CampaignStatus, campaignStatus, listCampaigns } from '#infra/cli/campaigns/list-campaigns.ts'
import type { Command } from '#infra/cli/command.ts'
import { printJson, printTable, safe } from '#infra/cli/print/table.ts'
import { colour, note } from '#infra/local/commands/terminal.ts'

const draftText = ({ draft }: CampaignStatus): string =>
  draft === undefined ? '' : `v${draft.version} ${safe(draft.state)}`

const liveText = ({ live }: CampaignStatus): string => {
  if (!live) return ''
  const { version, status, pausedBecause } = live
  const text = `v${version} ${safe(status)}${pausedBecause === undefined ? '' : ` (${safe(pausedBecause)})`}`
  return status === 'live' ? colour.green(text) : colour.yellow(text)
}

const nextText = ({ goLive, nextLaunch }: CampaignStatus): string =>
  [
    ...(goLive?.state === 'waiting' ? [`v${goLive.version} goes live ${safe(goLive.goLiveAt)}`] : []),
    ...(nextLaunch === undefined ? [] : [`launches ${nextLaunch}`]),
  ].join('\n')

export const status: Command = {
  usage: '[ID…] [--json]',
  summary: 'Campaigns: the state of the draft, what is live, and what comes next.',
  role: 'marketer',
  words: [0, Number.POSITIVE_INFINITY],
  run: async ({ words, json, api }) => {
    const client = await api()
    const all = await listCampaigns(client)
    const wanted = words.length === 0 ? all : all.filter(({ campaignId }) => words.includes(campaignId))
    const missing = words.filter((word) => wanted.every(({ campaignId }) => campaignId !== word))
    const now = new Date()
    const found: CampaignStatus[] = []
    // One after the other: a bank has dozens of campaigns, and the API a limit.
    for (const one of wanted) found.push(await campaignStatus(client, one, now))
    if (json) printJson(found)
    else if (found.length > 0)
      printTable(
        ['campaign', 'draft', 'live', 'next'],
        found.map((one) => [safe(one.campaignId), draftText(one), liveText(one), nextText(one)]),
      )
    for (const word of missing) note(`${safe(word)}: no such campaign`)
    return missing.length === 0 ? 0 : 1
  },
}
