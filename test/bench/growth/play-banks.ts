import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Cell } from '#test/bench/growth/cell.ts'
import { type MixCloud, startMixCloud } from '#test/bench/growth/mix-cloud.ts'
import type { Spent } from '#test/bench/growth/spent.ts'

export interface PlayOptions {
  readonly seed: number
  readonly assembly: string
  readonly cells: readonly Cell[]
  /** Before anything is measured: code is loaded and compiled. */
  readonly warmUp: number
  readonly rounds: number
  /** Of a round. */
  readonly events: number
  readonly progress: (step: string) => void
}

export interface PlayedBank {
  readonly rounds: readonly Spent[]
  /** Read units of one reading of all its live campaigns. */
  readonly liveUnits: number
}

const close = (clouds: readonly MixCloud[]): Promise<unknown> =>
  Promise.all(clouds.map((cloud) => cloud.stop()))

/**
 * All banks at once, each in a cloud of its own, which take turns: what changes the machine changes all of them.
 * @returns in the order of the cells
 */
export const playBanks = async (options: PlayOptions): Promise<readonly PlayedBank[]> => {
  const { seed, assembly, cells, warmUp, rounds, events, progress } = options
  const directory = mkdtempSync(path.join(tmpdir(), 'bellwether-growth-'))
  const clouds: MixCloud[] = []
  try {
    for (const [number, cell] of cells.entries()) {
      progress(`${cell.customers} customers, ${cell.campaigns} campaigns`)
      const dataDirectory = path.join(directory, String(number))
      clouds.push(await startMixCloud({ seed, assembly, dataDirectory, ...cell }))
    }
    progress('warming up')
    for (const cloud of clouds) await cloud.run(warmUp)
    const played = clouds.map((): Spent[] => [])
    for (let round = 0; round < rounds; round++) {
      progress(`round ${round + 1} of ${rounds}`)
      // None is always first.
      for (const place of clouds.keys()) {
        const number = (place + round) % clouds.length
        const spent = await clouds[number]?.run(events)
        if (spent) played[number]?.push(spent)
      }
    }
    const units = await Promise.all(clouds.map((cloud) => cloud.liveUnits()))
    return played.map((each, number) => ({ rounds: each, liveUnits: units[number] ?? Number.NaN }))
  } finally {
    await close(clouds)
    rmSync(directory, { recursive: true, force: true })
  }
}
