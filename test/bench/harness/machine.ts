import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os'

const root = new URL('../../../', import.meta.url)

/** Read from the file, because not every package lets its package.json be imported. */
const versionOf = (name: string): string =>
  JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, root), 'utf8')).version

/** Those of packages that are not there on every platform. @returns nothing where it is not installed */
const versionIfThere = (name: string, called: string): Readonly<Record<string, string>> => {
  try {
    return { [called]: versionOf(name) }
  } catch {
    return {}
  }
}

/** npm says it to what it runs, such as `npm/11.19.0 node/v24.21.0 linux x64`. */
const npmVersion = (agent = process.env.npm_config_user_agent ?? ''): Readonly<Record<string, string>> => {
  const version = /^npm\/(\S+)/.exec(agent)?.[1]
  return version === undefined ? {} : { npm: version }
}

const git = (...args: readonly string[]): string =>
  execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()

/** What a run of the benches itself writes: after the first of them it would count as a change. */
const written = ['README.md', 'test/bench/RESULTS.md', 'test/bench/results.json', 'test/bench/**/*.svg']

/** @returns the commit's short name, with a `+` where files differ from it; nothing outside a work tree */
const commit = (): string | undefined => {
  try {
    const name = git('rev-parse', '--short', 'HEAD')
    const others = ['.', ...written.map((path) => `:(glob,exclude)${path}`)]
    return git('status', '--porcelain', '--untracked-files=no', '--', ...others) === '' ? name : `${name}+`
  } catch {
    return undefined
  }
}

/** What a measurement was taken on. */
export interface Machine {
  readonly processor: string
  readonly cores: number
  readonly memoryGiB: number
  /** Mean of the last minute when the bench began: a busy machine widens the ranges. */
  readonly load: number
  readonly system: string
  readonly node: string
  /** What was measured; a `+` behind it means that files differed from the commit. */
  readonly commit?: string | undefined
  readonly versions: Readonly<Record<string, string>>
}

/** @param packages whose versions matter beside those of what all benches run on */
export const machine = (packages: readonly string[]): Machine => ({
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  cores: availableParallelism(),
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  system: `${type()} ${release()}`,
  node: process.version,
  commit: commit(),
  versions: {
    ...npmVersion(),
    ...versionIfThere('@dynoxide/linux-x64', 'Dynoxide'),
    ...Object.fromEntries(packages.map((name) => [name, versionOf(name)])),
  },
})

/** One line for people: machine, system, versions, commit. */
export const machineLine = (on: Machine): string =>
  [
    `${on.processor}, ${on.cores} cores, ${on.memoryGiB} GiB, load ${on.load}`,
    on.system,
    [`Node ${on.node}`, ...Object.entries(on.versions).map((pair) => pair.join(' '))].join(', '),
    ...(on.commit === undefined ? [] : [`commit ${on.commit}`]),
  ].join('; ')
