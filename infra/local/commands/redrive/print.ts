import Table from 'cli-table3'
import type { Moves } from '#infra/local/commands/redrive/dead-letter-moves.ts'
import type { ParkedOutcome, ParkedRow } from '#infra/local/commands/redrive/parked.ts'
import { colour, say } from '#infra/local/commands/terminal.ts'

/** One dead-letter queue that is not empty. */
export interface DeadLetterRow {
  /** e.g. `EmailServiceDlq` */
  readonly queue: string
  readonly count: number
  readonly goesTo: string
  readonly moves?: Moves
}

/** Everything that a run of redrive found and did. */
export interface Findings {
  readonly parked: readonly (ParkedRow & { readonly outcome?: ParkedOutcome })[]
  readonly deadLetters: readonly DeadLetterRow[]
}

/** Rows that are read by people; beyond it, counts by reason tell more. */
const SHOWN = 50

const LONGEST_NAME = 60
const LONGEST_REASON = 240

/** Names come from whoever published: nothing in them may steer a terminal or fill it. */
export const printable = (text: string, longest: number): string => {
  const safe = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '�')
  return safe.length > longest ? `${safe.slice(0, longest - 1)}…` : safe
}

const UNITS = ['B', 'KB', 'MB'] as const

/** e.g. `812 B`, `1.4 KB` */
export const readableSize = (bytes: number): string => {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1024)))
  return `${power === 0 ? bytes : (bytes / 1024 ** power).toFixed(1)} ${UNITS[power]}`
}

const newTable = (head: readonly string[], colWidths?: number[]) =>
  new Table({
    head: [...head],
    wordWrap: true,
    style: { head: [], border: [] },
    ...(colWidths && { colWidths }),
  })

const fate = ({ goesTo, staysBecause, outcome }: Findings['parked'][number]): string => {
  if (goesTo === undefined) return colour.yellow(`stays: ${staysBecause}`)
  if (outcome === undefined) return `to the ${goesTo}`
  return outcome === 'put back' ? colour.green(outcome) : colour.red(outcome)
}

const printReasons = (rows: Findings['parked']): void => {
  const table = newTable(['count', 'reason'])
  const counts = [...Map.groupBy(rows, ({ reason }) => reason)].sort((a, b) => b[1].length - a[1].length)
  for (const [reason, of] of counts.slice(0, SHOWN))
    table.push([of.length, printable(reason, LONGEST_REASON)])
  say(table.toString())
}

const printParked = (rows: Findings['parked']): void => {
  say(colour.bold(`Parked: ${rows.length}`))
  const table = newTable(['id', 'parked at', 'event', 'size', 'reason', ''], [34, 26, 24, 11, 36, 24])
  for (const row of rows.slice(0, SHOWN)) {
    const { id, parkedAt, event, bytes, reason } = row
    table.push([
      id,
      parkedAt,
      printable(event, LONGEST_NAME),
      readableSize(bytes),
      printable(reason, LONGEST_REASON),
      fate(row),
    ])
  }
  say(table.toString())
  if (rows.length <= SHOWN) return
  say(`… and ${rows.length - SHOWN} more (--json lists all). By reason:`)
  printReasons(rows)
}

const printDeadLetters = (rows: readonly DeadLetterRow[]): void => {
  say(colour.bold('Dead letters'))
  const table = newTable(['queue', 'messages', ''])
  for (const { queue, count, goesTo, moves } of rows) {
    const left = Object.entries(moves?.left ?? {}).map(([because, number]) => `${number} stay: ${because}`)
    const what =
      moves === undefined ? `to ${goesTo}` : [`${moves.moved} moved to ${goesTo}`, ...left].join('\n')
    table.push([queue, count, what])
  }
  say(table.toString())
}

/** For people. */
export const printFindings = (
  findings: Findings,
  looked: { readonly parked: boolean; readonly deadLetters: boolean },
): void => {
  const { parked, deadLetters } = findings
  if (parked.length > 0) printParked(parked)
  else if (looked.parked) say('Nothing is parked.')
  if (deadLetters.length > 0) printDeadLetters(deadLetters)
  else if (looked.deadLetters) say('The dead-letter queues are empty.')
}
