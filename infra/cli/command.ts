import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { type ApiClient, createApiClient } from '#infra/cli/api/client.ts'
import { findTarget, type Person, personOf } from '#infra/cli/api/target.ts'
import { UsageError } from '#infra/local/commands/terminal.ts'
import type { Role } from '#shared/domain/access/caller.ts'

/** What a command is given. */
export interface CommandInput {
  readonly words: readonly string[]
  readonly values: Readonly<Record<string, string | boolean | undefined>>
  readonly json: boolean
  /** The API, asked as who the command is meant for, or as `--as` says. */
  readonly api: () => Promise<ApiClient>
}

export interface Command {
  /** What follows the name: `FILE…`. */
  readonly usage: string
  readonly summary: string
  /** Whose work it is: who asks on a local cloud, unless told. */
  readonly role: Role
  /** How many words it takes. */
  readonly words: readonly [atLeast: number, atMost: number]
  readonly options?: ParseArgsOptionsConfig
  /** The options in words, one a line. */
  readonly help?: readonly string[]
  /** @returns the exit code */
  readonly run: (input: CommandInput) => Promise<number>
}

const common = {
  api: { type: 'string' },
  as: { type: 'string' },
  json: { type: 'boolean' },
} as const satisfies ParseArgsOptionsConfig

const parse = (args: readonly string[], options: ParseArgsOptionsConfig) => {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

/** @throws UsageError with how the command is meant */
export const runParsed = async (name: string, command: Command, args: readonly string[]): Promise<number> => {
  const { values, positionals: words } = parse(args, { ...command.options, ...common })
  const [atLeast, atMost] = command.words
  if (words.length < atLeast || words.length > atMost)
    throw new UsageError(
      [`bellwether ${name} ${command.usage}`, command.summary, ...(command.help ?? [])].join('\n'),
    )
  const { api, as, json, ...own } = values as Record<string, string | boolean | undefined>
  const person: Person = typeof as === 'string' ? personOf(as) : { role: command.role, name: command.role }
  return command.run({
    words,
    values: own,
    json: json === true,
    api: async () =>
      createApiClient(await findTarget({ api: typeof api === 'string' ? api : undefined, as: person })),
  })
}
