import { readFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'

const root = new URL('../../../node_modules/', import.meta.url)

/** Read from the file, because not every package lets its package.json be imported. */
const versionOf = (name: string): string =>
  JSON.parse(readFileSync(new URL(`${name}/package.json`, root), 'utf8')).version

/** What a measurement was taken on. */
export interface Machine {
  readonly processor: string
  readonly cores: number
  readonly memoryGiB: number
  /** Mean of the last minute when the bench began: a busy machine widens the ranges. */
  readonly load: number
  readonly node: string
  readonly versions: Readonly<Record<string, string>>
}

export const machine = (packages: readonly string[]): Machine => ({
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  cores: availableParallelism(),
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  node: process.version,
  versions: Object.fromEntries(packages.map((name) => [name, versionOf(name)])),
})
