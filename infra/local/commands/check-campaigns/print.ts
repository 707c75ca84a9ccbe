import Table from 'cli-table3'
import { printable } from '#infra/local/commands/redrive/print.ts'
import { colour, say } from '#infra/local/commands/terminal.ts'
import type { FileProblem } from '#infra/seed/campaign-file.ts'

/** What was found in one file. */
export interface FileFindings {
  readonly file: string
  readonly problems: readonly FileProblem[]
}

/** More than a terminal's width, so that only nonsense is cut. */
const LONGEST = 1_000
const PATH_WIDTH = 38
const MESSAGE_WIDTH = 78

export const countOf = (findings: readonly FileFindings[], severity: FileProblem['severity']): number =>
  findings.reduce((sum, { problems }) => sum + problems.filter((one) => one.severity === severity).length, 0)

/** A path has no spaces to break at. */
const brokenPath = (path: string): string =>
  printable(path, LONGEST).replace(new RegExp(`.{${PATH_WIDTH - 2}}(?=.)`, 'gu'), '$&\n')

const number = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`

const printProblems = (problems: readonly FileProblem[]): void => {
  const table = new Table({
    head: ['line', 'where', 'what is wrong'],
    wordWrap: true,
    style: { head: [], border: [] },
    colWidths: [6, PATH_WIDTH, MESSAGE_WIDTH],
  })
  for (const { line, path, message, severity } of [...problems].sort((one, other) => one.line - other.line)) {
    const mark = severity === 'error' ? colour.red('error') : colour.yellow('warning')
    table.push([line, brokenPath(path), `${mark} ${printable(message, LONGEST)}`])
  }
  say(table.toString())
}

/** For people. */
export const printCampaignFindings = (findings: readonly FileFindings[]): void => {
  for (const { file, problems } of findings) {
    const mark = problems.length === 0 ? colour.green('✔') : colour.bold('•')
    say(`${mark} ${printable(file, LONGEST)}`)
    if (problems.length > 0) printProblems(problems)
  }
  const errors = countOf(findings, 'error')
  const warnings = countOf(findings, 'warning')
  const held = errors > 0 ? colour.red(number(errors, 'error')) : 'no error'
  say(
    `${number(findings.length, 'campaign')}: ${held}, ${warnings > 0 ? colour.yellow(number(warnings, 'warning')) : 'no warning'}`,
  )
}
