import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'

export interface CommandResult {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs one of infra/local/commands as npm does; without the developer's own AWS configuration. */
export async function runCommandFile(
  file: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  directory = process.cwd(),
): Promise<CommandResult> {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'))
  const child = spawn(process.execPath, [file, ...args], {
    cwd: directory,
    env: { ...Object.fromEntries(own), NO_COLOR: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const code = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await code, out, err }
}
