import { type ParseArgsConfig, parseArgs } from 'node:util'
import { UsageError } from '#infra/local/commands/terminal.ts'

/**
 * The arguments of a command, as Node's own parser reads them.
 * @param usage how the command is meant
 * @throws UsageError where there is an option that the command does not have, or one without its value
 */
export const readArguments = <const Config extends ParseArgsConfig>(
  config: Config,
  usage: string,
): ReturnType<typeof parseArgs<Config>> => {
  try {
    return parseArgs(config)
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${usage}`)
  }
}
