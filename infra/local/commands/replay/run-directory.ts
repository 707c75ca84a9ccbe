import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

export interface RunDirectory {
  /** An interrupted run of the same kind left data, and this run goes on with it. */
  readonly resumed: boolean
  /** Marks the run as whole: the next one starts with an empty directory. */
  readonly finish: () => void
}

const unfinishedRun = (marker: string): string | undefined => {
  if (!existsSync(marker)) return undefined
  try {
    const { fingerprint, finished } = JSON.parse(readFileSync(marker, 'utf8'))
    return finished ? undefined : fingerprint
  } catch {
    // Killed while the marker was written: nothing had begun.
    return undefined
  }
}

/**
 * Prepares a replay's data directory: empty, or, if the same replay was interrupted there, as it was left. Sending
 * everything again from the beginning is safe, so that is all that going on takes.
 */
export const openRunDirectory = (directory: string, fingerprint: string, fresh: boolean): RunDirectory => {
  const marker = path.join(directory, 'run.json')
  const resumed = !fresh && unfinishedRun(marker) === fingerprint
  if (!resumed) rmSync(directory, { recursive: true, force: true })
  mkdirSync(directory, { recursive: true })
  const write = (finished: boolean) => writeFileSync(marker, JSON.stringify({ fingerprint, finished }))
  write(false)
  return { resumed, finish: () => write(true) }
}
