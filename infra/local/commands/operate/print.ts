import Table from 'cli-table3'
import type { Moved } from '#infra/local/commands/operate/move.ts'
import { printable } from '#infra/local/commands/redrive/print.ts'
import { colour, note, say } from '#infra/local/commands/terminal.ts'
import type { Switches } from '#shared/adapters/dynamodb/operations-switch.ts'
import type { RecordedChange } from '#shared/adapters/dynamodb/switch-changes.ts'
import type { Operation } from '#shared/domain/settings.ts'
import { type Purpose, purposeSchema } from '#shared/domain/vocabulary.ts'

const meanings: Readonly<Record<Operation, string>> = {
  on: 'as usual',
  drain: 'nothing new is decided; what is decided still leaves',
  stop: 'nothing new is decided, nothing leaves',
}

const shades: Readonly<Record<Operation, (text: string) => string>> = {
  on: colour.green,
  drain: colour.yellow,
  stop: colour.red,
}

const shown = (position: Operation): string => shades[position](position)

const LONGEST = 200

const newTable = (head: readonly string[], colWidths?: number[]) =>
  new Table({
    head: [...head],
    wordWrap: true,
    style: { head: [], border: [] },
    ...(colWidths && { colWidths }),
  })

const OVER_HTTP = 'changed with the settings, over HTTP'

/** Since when, by whom and why it stands so, as far as the audit table tells. */
const whoMoved = (purpose: Purpose, position: Operation, changes: readonly RecordedChange[]): string[] => {
  const last = changes.find(({ before, after }) => before[purpose] !== after[purpose])
  if ((last?.after[purpose] ?? 'on') !== position) return ['', 'not recorded', '']
  if (!last) return ['', 'nobody yet', '']
  return [last.at, printable(last.by, LONGEST), printable(last.because ?? OVER_HTTP, LONGEST)]
}

/** How the switches stand, and which change left each so. */
export const printStatus = (switches: Switches, changes: readonly RecordedChange[]): void => {
  const table = newTable(
    ['purpose', 'switch', 'which means', 'since', 'by', 'because'],
    [11, 8, 34, 26, 18, 34],
  )
  for (const purpose of purposeSchema.options) {
    const { [purpose]: position } = switches
    table.push([purpose, shown(position), meanings[position], ...whoMoved(purpose, position, changes)])
  }
  say(table.toString())
}

export const printMoved = ({ before, after, outcome }: Moved): void => {
  const table = newTable(['purpose', 'before', outcome === 'only shown' ? 'would be' : 'now', 'which means'])
  for (const purpose of purposeSchema.options)
    table.push([purpose, shown(before[purpose]), shown(after[purpose]), meanings[after[purpose]]])
  say(table.toString())
}

/** How soon it acts: react-to-events keeps the settings for 30 s, delivery for 3 s. */
const promises: Readonly<Record<Operation, string>> = {
  stop: 'Nothing leaves any more from 5 s from now on; within 30 s nothing new is decided.',
  drain:
    'Within 30 s nothing new is decided; what waits in the queues and in the hours of the night still leaves.',
  on: 'Decisions begin again within 30 s. What was held leaves within 20 minutes, spread; after a stop of more than two hours within a sixth of its length.',
}

/** What follows from it, on the standard error: a program that reads JSON does not want it. */
export const explainMoved = ({ outcome }: Moved, position: Operation, again: string): void => {
  if (outcome === 'only shown') note(`Nothing was changed. To do it: ${colour.cyan(again)}`)
  else if (outcome === 'already so') note('It is so already: nothing was changed, and nothing written down.')
  else if (outcome === 'done') note(`${promises[position]} It is written down in the audit table.`)
  else
    note(
      colour.red(
        'Somebody else keeps moving the switches: nothing was changed. Talk to them, then try again.',
      ),
    )
}
