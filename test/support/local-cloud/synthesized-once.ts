import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { synthesize } from '#infra/local/synthesize.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Directory of the cloud assembly of the app as it stands, synthesized once per run. */
    readonly assembly: string
  }
}

/** Synthesis and bundling take seconds, so all tests of what deploys share one. @returns the clean-up */
export default async function synthesizedOnce({ provide }: TestProject): Promise<() => void> {
  const directory = mkdtempSync(path.join(tmpdir(), 'bellwether-assembly-'))
  const cleanUp = () => rmSync(directory, { recursive: true, force: true })
  try {
    await synthesize(directory)
  } catch (error) {
    cleanUp()
    throw error
  }
  provide('assembly', directory)
  return cleanUp
}
