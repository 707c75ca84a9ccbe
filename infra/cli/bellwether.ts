import { run } from '#infra/cli/run.ts'
import { runCommand } from '#infra/local/commands/terminal.ts'

await runCommand(() => run(process.argv.slice(2)))
