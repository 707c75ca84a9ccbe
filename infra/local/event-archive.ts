import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs'
import path from 'node:path'
import type { EventMatcher } from '#infra/local/event-pattern.ts'

const DAY_MS = 86_400_000
const SUFFIX = '.ndjson'

export interface ArchiveOptions {
  /** Its files stand here. */
  readonly directory: string
  readonly arn: string
  readonly busName: string
  /** What it keeps; everything on its bus unless given. */
  readonly matches?: EventMatcher
  /** Days; for ever unless given. */
  readonly retentionDays?: number
  readonly now?: () => Date
}

/** An event as it was archived: its envelope as JSON text on one line. */
export interface ArchivedEvent {
  /** The envelope's own time, epoch milliseconds. */
  readonly at: number
  readonly line: string
}

/**
 * What passed over a bus, a file a day, only ever added to. Unlike on AWS an event is in it at once, and what a crash
 * of the machine (not of the process) cuts off is lost.
 */
export class EventArchive {
  readonly arn: string
  readonly busName: string
  readonly #options: ArchiveOptions
  #open: { readonly day: string; readonly file: number } | undefined

  constructor(options: ArchiveOptions) {
    this.arn = options.arn
    this.busName = options.busName
    this.#options = options
    mkdirSync(options.directory, { recursive: true })
    this.#forget()
  }

  /** @param event the parsed envelope */
  keeps(event: unknown): boolean {
    return this.#options.matches?.(event) ?? true
  }

  /** @param bodies envelopes as JSON text; raw line ends in them can only stand between tokens */
  append(bodies: readonly string[]): void {
    if (bodies.length === 0) return
    writeSync(this.#fileOfToday(), bodies.map((body) => `${body.replace(/[\r\n]/g, ' ')}\n`).join(''))
  }

  /** The events of this span by their own time, `from` inclusive, `to` exclusive, minute by minute as AWS does. */
  between(from: number, to: number): ArchivedEvent[] {
    const found = this.#files().flatMap((file) =>
      readFileSync(path.join(this.#options.directory, file), 'utf8')
        .split('\n')
        .filter((line) => line.endsWith('}'))
        .map((line) => ({ at: timeOf(line), line }))
        .filter(({ at }) => at >= from && at < to),
    )
    return found.sort((one, other) => minuteOf(one.at) - minuteOf(other.at))
  }

  close(): void {
    if (this.#open) closeSync(this.#open.file)
    this.#open = undefined
  }

  #now(): Date {
    return this.#options.now?.() ?? new Date()
  }

  #files(): string[] {
    return readdirSync(this.#options.directory)
      .filter((file) => file.endsWith(SUFFIX))
      .sort()
  }

  #fileOfToday(): number {
    const day = dayOf(this.#now())
    if (this.#open?.day === day) return this.#open.file
    this.close()
    const file = openSync(path.join(this.#options.directory, `${day}${SUFFIX}`), 'a')
    // What a crash cut off must not take the next line with it.
    writeSync(file, '\n')
    this.#open = { day, file }
    return file
  }

  #forget(): void {
    const { retentionDays, directory } = this.#options
    if (!retentionDays) return
    const oldest = dayOf(new Date(this.#now().getTime() - retentionDays * DAY_MS))
    for (const file of this.#files()) if (file < oldest) rmSync(path.join(directory, file))
  }
}

const dayOf = (date: Date): string => date.toISOString().slice(0, 10)

const minuteOf = (at: number): number => Math.floor(at / 60_000)

const DETAIL = ',"detail":'

/** The envelope without its detail. Within a string its quotes would be escaped, so the first place is the key. */
const headOf = (line: string): string => line.slice(0, line.indexOf(DETAIL))

/** NaN for what is no event: a line that a crash cut off. */
const timeOf = (line: string): number => {
  try {
    return Date.parse((JSON.parse(`${headOf(line)}}`) as { time: string }).time)
  } catch {
    return Number.NaN
  }
}

/** The event as a replay hands it over: the same, and named as one of the replay. */
export const replayed = (line: string, replayName: string): string => {
  const head = headOf(line)
  return `${head},"replay-name":${JSON.stringify(replayName)}${line.slice(head.length)}`
}
