import { readFileSync } from 'node:fs'
import { campaignFilesAt } from '#infra/cli/campaigns/campaign-files.ts'
import type { Command } from '#infra/cli/command.ts'
import { printJson } from '#infra/cli/print/table.ts'
import { countOf, printCampaignFindings } from '#infra/local/commands/check-campaigns/print.ts'
import { checkCampaignText } from '#infra/seed/campaign-file.ts'

export const lint: Command = {
  usage: 'FILE|DIR… [--json]',
  summary: 'Says what is wrong with campaign files, before anybody sees them. Needs no network.',
  role: 'marketer',
  words: [1, Number.POSITIVE_INFINITY],
  run: async ({ words, json }) => {
    const findings = campaignFilesAt(words).map((file) => ({
      file,
      problems: checkCampaignText(readFileSync(file, 'utf8')).problems,
    }))
    if (json) printJson(findings)
    else printCampaignFindings(findings)
    return countOf(findings, 'error') === 0 ? 0 : 1
  },
}
