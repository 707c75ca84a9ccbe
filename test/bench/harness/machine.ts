import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'

const require = createRequire(import.meta.url)

/** @returns the installed version, whether or not the package lets its package.json be imported */
const versionOf = (name: string): string => {
  const [root] = require.resolve.paths(name) ?? []
  const candidates = [root, `${process.cwd()}/node_modules`].map((folder) => `${folder}/${name}/package.json`)
  for (const file of candidates)
    try {
      return String(JSON.parse(readFileSync(file, 'utf8')).version)
    } catch {
      // Not installed there.
    }
  return 'unknown'
}

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
