import { readArguments } from '#infra/local/commands/read-arguments.ts'
import { UsageError } from '#infra/local/commands/terminal.ts'

export const USAGE = `npm run replay:archive -- --from TIME --to TIME [options]

Hands the bank's events of that span to Bellwether once more, from the archive of the bus. What was done already is
not done again: for when events were lost behind the bus (a queue was purged), or were refused by a fault since repaired.

  --from TIME      the first moment, ISO 8601 with an offset, e.g. 2026-11-22T08:00:00Z
  --to TIME        the moment before which it ends
  --name NAME      of the replay: letters, digits and . - _, up to 64  [bellwether-NOW]
  --no-wait        start it and do not watch it
  --outputs FILE   a deployed stack: FILE of cdk deploy --all --outputs-file FILE,
                   region and credentials from the environment  [a running npm start]
  --json           print JSON

Times are those of the events on the bus, not of the facts in them. The archive keeps 14 days.
Ctrl-C cancels the replay and says how to go on. Exit code 0: replayed, or started; 1: it failed or was cancelled;
2: cannot be used like that.`

export interface ReplayArchiveOptions {
  readonly from: Date
  readonly to: Date
  readonly name: string
  readonly wait: boolean
  readonly json: boolean
  readonly outputs?: string
}

const refuse = (problem: string): never => {
  throw new UsageError(`${problem}\n\n${USAGE}`)
}

const parse = (args: readonly string[]) => {
  return readArguments(
    {
      args: [...args],
      allowNegative: true,
      options: {
        from: { type: 'string' },
        to: { type: 'string' },
        name: { type: 'string' },
        wait: { type: 'boolean' },
        json: { type: 'boolean' },
        outputs: { type: 'string' },
      },
    },
    USAGE,
  ).values
}

/** Without an offset it would be another moment on each machine. */
const WITH_OFFSET = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/

const timeOf = (option: string, text: string | undefined): Date => {
  if (text === undefined) return refuse(`--${option} is missing`)
  const time = new Date(text)
  return WITH_OFFSET.test(text) && !Number.isNaN(time.getTime())
    ? time
    : refuse(`--${option} ${text}: must be written like 2026-11-22T08:00:00Z or 2026-11-22T09:00:00+01:00`)
}

const NAME = /^[.\-_A-Za-z0-9]{1,64}$/

const nameAt = (now: Date): string => `bellwether-${now.toISOString().replaceAll(/[-:]|\.\d+/g, '')}`

/** @throws UsageError with what is wrong and how it is meant */
export const replayArchiveOptions = (args: readonly string[], now: Date): ReplayArchiveOptions => {
  const { from: first, to: last, name = nameAt(now), wait = true, json = false, outputs } = parse(args)
  const [from, to] = [timeOf('from', first), timeOf('to', last)]
  if (from >= to) refuse('--to must be after --from')
  if (from > now) refuse(`--from ${first}: nothing has happened yet`)
  if (!NAME.test(name)) refuse(`--name ${name}: letters, digits and . - _, up to 64`)
  return { from, to, name, wait, json, ...(outputs === undefined ? {} : { outputs }) }
}
