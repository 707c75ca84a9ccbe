import { campaignFilesAt, readCampaignFile } from '#infra/cli/campaigns/campaign-files.ts'
import { type Pushed, pushFile } from '#infra/cli/campaigns/push-file.ts'
import type { Command } from '#infra/cli/command.ts'
import { printJson, printTable, safe } from '#infra/cli/print/table.ts'
import {
  countOf,
  type FileFindings,
  printCampaignFindings,
} from '#infra/local/commands/check-campaigns/print.ts'
import { colour, note } from '#infra/local/commands/terminal.ts'

const short = (value: unknown): string => safe(value === undefined ? '' : JSON.stringify(value)).slice(0, 60)

const printPushed = (pushed: readonly Pushed[], dryRun: boolean): void => {
  printTable(
    ['file', 'campaign', 'what happened'],
    pushed.map(({ file, campaignId, outcome, submitted }) => [
      safe(file),
      safe(campaignId),
      `${outcome === 'unchanged' ? colour.dim(outcome) : colour.green(outcome)}${submitted ? ', submitted' : ''}`,
    ]),
  )
  if (!dryRun) return
  const rows = pushed
    .filter(({ outcome }) => outcome === 'would update')
    .flatMap(({ campaignId, differences }) =>
      differences.map(({ path, before, after }) => [
        safe(campaignId),
        safe(path),
        short(before),
        short(after),
      ]),
    )
  if (rows.length > 0) printTable(['campaign', 'where', 'there', 'in the file'], rows)
}

/** What a change did to a campaign that waited for its approval, and what was asked for and not done. */
const explainPushed = (
  pushed: readonly Pushed[],
  { submit, dryRun }: { submit: boolean; dryRun: boolean },
): void => {
  for (const { campaignId, state, outcome, submitted, problems } of pushed) {
    if (outcome === 'updated' && state === 'submitted' && !submitted)
      note(`${campaignId} waited to be approved: the change took it back. Submit it again.`)
    const isWrong = problems.some(({ severity }) => severity === 'error')
    if (submit && !dryRun && isWrong) note(colour.red(`${campaignId} was not submitted: it has errors.`))
  }
}

export const push: Command = {
  usage: 'FILE|DIR… [--dry-run] [--submit] [--json]',
  summary:
    'Brings drafts to what campaign files say: new ones are created, others changed where they differ, the rest left alone.',
  role: 'marketer',
  words: [1, Number.POSITIVE_INFINITY],
  options: { 'dry-run': { type: 'boolean' }, submit: { type: 'boolean' } },
  help: [
    '  --dry-run  only show what would change',
    '  --submit   hand them over to be approved, where they have no errors',
  ],
  run: async ({ words, values, json, api }) => {
    const options = { dryRun: values['dry-run'] === true, submit: values.submit === true }
    const read = campaignFilesAt(words).map(readCampaignFile)
    const unusable = read.filter((file) => 'problems' in file)
    if (unusable.length > 0) {
      printCampaignFindings(unusable)
      note(colour.red('Nothing was pushed.'))
      return 1
    }
    const client = await api()
    const pushed: Pushed[] = []
    for (const file of read) if ('content' in file) pushed.push(await pushFile(client, file, options))
    const findings: readonly FileFindings[] = pushed.filter(({ problems }) => problems.length > 0)
    if (json) printJson(pushed)
    else {
      printPushed(pushed, options.dryRun)
      if (findings.length > 0) printCampaignFindings(findings)
    }
    explainPushed(pushed, options)
    return options.submit && countOf(findings, 'error') > 0 ? 1 : 0
  },
}
