import { SingleBar } from 'cli-progress'
import pico from 'picocolors'

/** Colour only where a person looks: on a terminal, and not where NO_COLOR asks for none. */
export const colour = pico.createColors(Boolean(process.stdout.isTTY) && !process.env.NO_COLOR)

/** One line for a person. */
export const say = (line = ''): void => void process.stdout.write(`${line}\n`)

/** One line about the run itself, which must not mix with what a program reads from the standard output. */
export const note = (line: string): void => void process.stderr.write(`${line}\n`)

/** Prints each finished step with the time it took. */
export const stepPrinter = (print: (line: string) => void = say): ((step: string) => void) => {
  let last = performance.now()
  return (step) => {
    const now = performance.now()
    print(`${colour.green('✔')} ${step} ${colour.dim(`${((now - last) / 1000).toFixed(1)} s`)}`)
    last = now
  }
}

/** A bar for long work; without a terminal a line now and then, so that a log shows that it goes on. */
export const progressBar = (label: string, total: number): { update(done: number): void; stop(): void } => {
  if (process.stderr.isTTY) {
    const bar = new SingleBar({
      format: `${label} {bar} {percentage} % · {value}/{total} · {eta_formatted} left`,
      stream: process.stderr,
      hideCursor: true,
    })
    bar.start(total, 0)
    return { update: (done) => bar.update(done), stop: () => bar.stop() }
  }
  let shown = 0
  return {
    update: (done) => {
      const percent = Math.floor((100 * done) / Math.max(total, 1))
      if (percent < shown + 10) return
      shown = percent - (percent % 10)
      note(`${label} ${shown} % (${done}/${total})`)
    },
    stop: () => {},
  }
}

/** The command that runs, once more and with one more option, as a shell takes it. */
export const againWith = (script: string, option: string): string => {
  const quoted = (word: string): string =>
    /^[\w./:-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
  return ['npm run', script, '--', ...process.argv.slice(2).map(quoted), option].join(' ')
}

/** Ends the command with a message that says what to do, instead of a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Runs a command: usage errors as one line and exit code 2, anything else with its stack and exit code 1. */
export const runCommand = async (command: () => Promise<number>): Promise<void> => {
  try {
    process.exitCode = await command()
  } catch (error) {
    process.exitCode = error instanceof UsageError ? 2 : 1
    note(error instanceof UsageError ? error.message : String((error as Error)?.stack ?? error))
  }
}
