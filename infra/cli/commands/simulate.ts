import { writeFileSync } from 'node:fs'
import { simulate } from '#functions/simulate/simulate.ts'
import { type SimulateOptions, simulateOptions } from '#infra/cli/simulate/options.ts'
import { printSimulation } from '#infra/cli/simulate/print.ts'
import { countLines, recordedEntries } from '#infra/cli/simulate/recorded.ts'
import { progressBar, say } from '#infra/local/commands/terminal.ts'
import { createTemplateRenderer } from '#shared/adapters/liquid/template-renderer.ts'

const run = async (options: SimulateOptions) => {
  const bar = progressBar('simulate', await countLines(options.events))
  try {
    return await simulate({
      ...options,
      entries: recordedEntries(options.events),
      renderer: createTemplateRenderer(),
      now: new Date(),
      onProgress: (read) => bar.update(read),
    })
  } finally {
    bar.stop()
  }
}

/**
 * `bellwether simulate`: plays recorded events with campaigns from files.
 * @param args without the command's own name
 * @returns the exit code
 * @throws UsageError with what is wrong and how it is meant
 */
export const simulateCommand = async (args: readonly string[]): Promise<number> => {
  const options = simulateOptions(args)
  const { report, messages } = await run(options)
  if (options.messages !== undefined)
    writeFileSync(options.messages, messages.map((line) => `${JSON.stringify(line)}\n`).join(''))
  if (options.json) say(JSON.stringify(report, null, 2))
  else printSimulation(report, options.language)
  return 0
}
