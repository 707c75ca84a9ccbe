import { ApiProblemError } from '#infra/cli/api/problem-error.ts'
import { runParsed } from '#infra/cli/command.ts'
import { commands } from '#infra/cli/commands/all.ts'
import { note, say, UsageError } from '#infra/local/commands/terminal.ts'

const NAME_WIDTH = 10

export const usage = (): string =>
  [
    'npm run bellwether -- <command> …',
    '',
    ...Object.entries(commands).flatMap(([name, { usage: words, summary, help = [] }]) => [
      `  ${name.padEnd(NAME_WIDTH)}${words}`,
      `  ${' '.repeat(NAME_WIDTH)}${summary}`,
      ...help.map((line) => `  ${' '.repeat(NAME_WIDTH)}${line}`),
    ]),
    `  ${SIMULATE.padEnd(NAME_WIDTH)}--events FILE.ndjson …`,
    `  ${' '.repeat(NAME_WIDTH)}Who would have heard what on recorded days; nothing is sent. Says its options when called without.`,
    '',
    '  --api URL         a deployed stack (or BELLWETHER_API), with its token in BELLWETHER_TOKEN  [a running npm start]',
    '  --as ROLE[:NAME]  who asks, on the local cloud  [whose work the command is]',
    '  --json            print JSON instead of tables',
    '',
    'Exit code 0: done; 1: refused, or errors were found; 2: cannot be used like that.',
  ].join('\n')

/** Plays events on this machine with options of its own, and never asks the API. */
const SIMULATE = 'simulate'

/** @returns the exit code; what the API refuses is said in its own words, without a stack */
export const run = async ([name = '', ...args]: readonly string[]): Promise<number> => {
  if (name === 'help' || name === '--help') {
    say(usage())
    return 0
  }
  // Fetched when it is wanted: it brings the whole engine with it.
  if (name === SIMULATE) return (await import('#infra/cli/commands/simulate.ts')).simulateCommand(args)
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined)
    throw new UsageError(`${name === '' ? 'which command?' : `${name}: no such command`}\n\n${usage()}`)
  try {
    return await runParsed(name, command, args)
  } catch (error) {
    if (!(error instanceof ApiProblemError)) throw error
    note(error.message)
    return 1
  }
}
