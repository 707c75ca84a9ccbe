import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

/**
 * Claims a data directory for this process by a pid file; a file left by a dead process is taken over.
 * @returns gives the claim back
 * @throws Error when a living process holds it
 */
export function claim(file: string): () => void {
  const holder = existsSync(file) ? readFileSync(file, 'utf8') : undefined
  if (holder !== undefined && isAlive(holder))
    throw new Error(
      `${file}: process ${holder.split(' ')[0]} already runs a local cloud here (if it does not, remove this file)`,
    )
  rmSync(file, { force: true })
  // `wx`: of two that start at the same moment, one fails here.
  writeFileSync(file, `${process.pid} ${statOf(process.pid)?.[START_TIME] ?? ''}`, { flag: 'wx' })
  return () => rmSync(file, { force: true })
}

/**
 * Kills a server that outlived a killed parent, if the process in the file provably is it.
 * @param mark text that only its command line holds; where no /proc tells it, nothing is killed
 */
export async function killLeftover(file: string, mark: string): Promise<void> {
  if (!existsSync(file)) return
  const pid = Number(readFileSync(file, 'utf8'))
  rmSync(file, { force: true })
  if (!procFile(pid, 'cmdline')?.split('\0').includes(mark)) return
  process.kill(pid, 'SIGKILL')
  while (procFile(pid, 'cmdline')) await delay(10)
}

/** A pid alone may have been given to another process since; with its start time it is unique. */
function isAlive(holder: string): boolean {
  const [pid, started] = holder.split(' ')
  try {
    process.kill(Number(pid), 0)
  } catch {
    return false
  }
  const stat = statOf(Number(pid))
  // Killed, and not yet taken off the list by its parent: it holds nothing any more.
  if (stat?.[STATE] === 'Z') return false
  return !started || stat?.[START_TIME] === started
}

/** Places behind the name in /proc/PID/stat: fields 3 and 22, the latter in clock ticks since boot. */
const STATE = 0
const START_TIME = 19

/** Fields of a process behind its name, which stands in parentheses and may hold spaces; undefined without /proc. */
function statOf(pid: number): string[] | undefined {
  return procFile(pid, 'stat')?.split(') ').at(-1)?.split(' ')
}

function procFile(pid: number, name: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8')
  } catch {
    return undefined
  }
}
