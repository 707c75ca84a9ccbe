import { SingleBar } from 'cli-progress'
import { note } from '#infra/local/commands/terminal.ts'

/** What a person sees of a run while it goes on; on the standard error, because results go to the other one. */
export interface BenchProgress {
  begin(title: string): void
  /** What the bench does now. */
  step(text: string): void
  /** @param seconds by the clock */
  end(title: string, seconds: number): void
  /** What all of it took. */
  stop(seconds: number): void
}

/** @returns `8.3 s`, or `12 min 05 s` */
export const duration = (seconds: number): string =>
  seconds < 60
    ? `${seconds.toFixed(1)} s`
    : `${Math.floor(seconds / 60)} min ${String(Math.floor(seconds % 60)).padStart(2, '0')} s`

/** A line for each event: for logs. */
const lines = (print: (line: string) => void): BenchProgress => ({
  begin: (title) => print(`${title} …`),
  step: (text) => print(`  ${text}`),
  end: (title, seconds) => print(`${title}: ${duration(seconds)}`),
  stop: (seconds) => print(`in all: ${duration(seconds)}`),
})

/** A bar while a bench runs, gone when its report is printed. */
const bar = (total: number, print: (line: string) => void): BenchProgress => {
  const single = new SingleBar({
    format: '{bar} {value}/{total} · {duration_formatted} · {title} {step}',
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
  })
  let done = 0
  return {
    begin: (title) => single.start(total, done, { title, step: '' }),
    step: (step) => single.update({ step }),
    end: (title, seconds) => {
      done++
      single.stop()
      print(`${title}: ${duration(seconds)}`)
    },
    stop: (seconds) => print(`in all: ${duration(seconds)}`),
  }
}

/**
 * @param total how many benches there are
 * @param terminal whether a person looks @default whether the standard error is a terminal
 */
export const benchProgress = (
  total: number,
  terminal = Boolean(process.stderr.isTTY),
  print: (line: string) => void = note,
): BenchProgress => (terminal ? bar(total, print) : lines(print))
