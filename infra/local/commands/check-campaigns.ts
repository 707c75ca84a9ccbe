import { readFileSync } from 'node:fs'
import {
  countOf,
  type FileFindings,
  printCampaignFindings,
} from '#infra/local/commands/check-campaigns/print.ts'
import { readArguments } from '#infra/local/commands/read-arguments.ts'
import { runCommand, say, UsageError } from '#infra/local/commands/terminal.ts'
import { checkCampaignText } from '#infra/seed/campaign-file.ts'

const USAGE = `npm run campaigns:check -- [--json] FILE...

Says what is wrong with campaigns before they go live: their shape, their conditions, their texts and templates, and
the rules of a bank. A FILE holds one campaign, as YAML or JSON.

  --json   print JSON instead of tables

Exit code 0: no error, perhaps warnings; 1: errors; 2: cannot be used like that.`

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(
      `${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}`,
    )
  }
}

await runCommand(async () => {
  const { positionals: files, values } = readArguments(
    { options: { json: { type: 'boolean' } }, allowPositionals: true },
    USAGE,
  )
  if (files.length === 0) throw new UsageError(USAGE)
  const findings: FileFindings[] = files.map((file) => ({
    file,
    problems: checkCampaignText(textOf(file)).problems,
  }))
  if (values.json) say(JSON.stringify(findings, null, 2))
  else printCampaignFindings(findings)
  return countOf(findings, 'error') === 0 ? 0 : 1
})
