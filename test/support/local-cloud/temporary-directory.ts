import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, onTestFinished } from 'vitest'

/** A directory that is removed when the test is over. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'bellwether-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

/** A directory that is removed when all tests of the file are over. */
export function temporaryDirectoryOfFile(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'bellwether-'))
  afterAll(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}
