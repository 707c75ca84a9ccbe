import { readFileSync } from 'node:fs'

/** Linux counts in hundredths of a second (USER_HZ). */
const TICKS = 100

/** @param stat a process's line in /proc @returns its processor time so far, in seconds */
export const secondsOf = (stat: string): number => {
  // The second field is a name in brackets, which may hold blanks.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / TICKS
}

/** Processor time of another process so far, in seconds; NaN where the system does not tell. */
export const processorSeconds = (pid: number): number => {
  try {
    return secondsOf(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return Number.NaN
  }
}
