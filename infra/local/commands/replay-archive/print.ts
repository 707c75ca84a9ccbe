import type { ReplayArchiveOptions } from '#infra/local/commands/replay-archive/options.ts'
import type { ReplayEnd } from '#infra/local/commands/replay-archive/watch.ts'
import { colour, note } from '#infra/local/commands/terminal.ts'

/** So long an event may be on its way into the archive, as AWS says, in milliseconds. */
const ARCHIVING = 600_000

export const explainStart = ({ from, to, name, outputs }: ReplayArchiveOptions, now: Date): void => {
  note(`Replay ${name}: events of the bank from ${from.toISOString()} to ${to.toISOString()}.`)
  // The local cloud's archive has everything at once.
  if (outputs !== undefined && now.getTime() - to.getTime() < ARCHIVING)
    note(colour.yellow('The last ten minutes may not be in the archive yet: replay them later once more.'))
}

/** From the minute of the last event on: within a minute the archive knows no order, and twice does no harm. */
const goOn = ({ from, to, outputs }: ReplayArchiveOptions, lastReplayed: Date | undefined): string => {
  const minute = lastReplayed && new Date(Math.floor(lastReplayed.getTime() / 60_000) * 60_000)
  const begin = minute && minute > from ? minute : from
  const where = outputs === undefined ? '' : ` --outputs ${outputs}`
  return `npm run replay:archive -- --from ${begin.toISOString()} --to ${to.toISOString()}${where}`
}

/** What came of it and what to do next, on the standard error. */
export const explainEnd = (end: ReplayEnd, options: ReplayArchiveOptions): void => {
  const { name, state, reason, lastReplayed } = end
  if (state === 'STARTING') note(`Started. How far it is: aws events describe-replay --replay-name ${name}`)
  else if (state !== 'COMPLETED') {
    const why = reason === undefined ? '' : ` (${reason})`
    note(colour.red(`The replay is ${state.toLowerCase()}${why}.`))
    note(`What it replayed counts. To go on: ${colour.cyan(goOn(options, lastReplayed))}`)
  } else if (lastReplayed === undefined) note('Done: the archive has nothing of this span.')
  else note('Done: all of it is on the queue BankEvents again. What had its effect before changes nothing.')
}
