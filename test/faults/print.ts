import Table from 'cli-table3'
import { colour, say } from '#infra/local/commands/terminal.ts'
import { total, type Verdict } from '#test/faults/judge.ts'
import { isMet, type Result } from '#test/faults/run.ts'

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const exact = new Intl.NumberFormat('en', { maximumFractionDigits: 2 })
const number = (value: number): string => whole.format(value)

/** A tally in lines, the total alone where it is zero. */
const lines = (counts: Readonly<Record<string, number>>): string =>
  total(counts) === 0
    ? '0'
    : Object.entries(counts)
        .map(([name, count]) => `${number(count)} ${name}`)
        .join('\n')

const wellEnded = ({ sent, delivered, inInbox }: Verdict): string =>
  lines(Object.fromEntries(Object.entries({ sent, delivered, 'in inbox': inInbox }).filter(([, n]) => n > 0)))

const twice = ({ serviceTwice, serviceTwiceUnexplained }: Verdict): string =>
  serviceTwice === 0
    ? '0'
    : `${number(serviceTwice)}\n${number(serviceTwice - serviceTwiceUnexplained)} noted in doubt`

const ofCalls = ({ accepted, refused, unanswered }: Verdict): string =>
  [
    `${number(accepted)} accepted`,
    ...(refused > 0 ? [`${number(refused)} refused`] : []),
    ...(unanswered > 0 ? [`${number(unanswered)} unanswered`] : []),
  ].join('\n')

const row = (result: Result): string[] => {
  const { verdict, figures, title, seconds } = result
  const red = (text: string, isWrong: boolean): string => (isWrong ? colour.red(text) : text)
  return [
    `${title}\n${Object.entries(figures)
      .map(([name, value]) => colour.dim(`${name} ${exact.format(value)}`))
      .join('\n')}`.trim(),
    number(verdict.messages),
    wellEnded(verdict),
    lines(verdict.endedOtherwise),
    red(lines(verdict.lost), total(verdict.lost) > 0),
    red(number(verdict.marketingTwice), verdict.marketingTwice > 0),
    red(twice(verdict), verdict.serviceTwiceUnexplained > 0),
    ofCalls(verdict),
    number(seconds),
    isMet(result) ? colour.green('✔') : colour.red('✘'),
  ]
}

/** One table of all scenarios, and below it what did not hold. */
export const printResults = (results: readonly Result[]): void => {
  const head = ['', 'messages', 'ended well', 'otherwise', 'lost', 'marketing\ntwice', 'service\ntwice']
  const table = new Table({
    head: [...head, 'provider calls', 's', ''],
    style: { head: [], border: [] },
  })
  table.push(...results.map(row))
  say(table.toString())
  for (const { title, expectations } of results)
    for (const { says, holds } of expectations) if (!holds) say(colour.red(`✘ ${title}: not so that ${says}`))
}
