import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { synthesize } from '#infra/local/synthesize.ts'
import type { BenchOptions } from '#test/bench/harness/bench.ts'

/** Synthesizes when somebody asks for the first time; the directory goes with the process. */
export const lazyAssembly = (): (() => Promise<string>) => {
  let made: Promise<string> | undefined
  const make = async (): Promise<string> => {
    const directory = mkdtempSync(path.join(tmpdir(), 'bellwether-bench-'))
    process.once('exit', () => rmSync(directory, { recursive: true, force: true }))
    await synthesize(directory)
    return directory
  }
  return () => {
    made ??= make()
    return made
  }
}

const ofThisProcess = lazyAssembly()

/** @returns the directory of the assembly that the run was given, else of one that all benches of this process share */
export const assemblyFor = ({ assembly = ofThisProcess }: Pick<BenchOptions, 'assembly'>): Promise<string> =>
  assembly()
