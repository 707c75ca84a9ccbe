import { readFileSync } from 'node:fs'

/** Of one process, in MB. */
export interface ResidentMemory {
  readonly now: number
  /** The most it has ever been. */
  readonly peak: number
}

const KILOBYTES_A_MB = 1024

const figure = (status: string, name: string): number => {
  const [, kilobytes] = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status) ?? []
  return kilobytes === undefined ? Number.NaN : Number(kilobytes) / KILOBYTES_A_MB
}

/** @param status a process's file of that name in /proc */
export const memoryOf = (status: string): ResidentMemory => ({
  now: figure(status, 'VmRSS'),
  peak: figure(status, 'VmHWM'),
})

/** NaN where the system does not tell. */
export const residentMemory = (pid: number): ResidentMemory => {
  try {
    return memoryOf(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return { now: Number.NaN, peak: Number.NaN }
  }
}
