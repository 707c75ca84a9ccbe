import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { localSettings } from '#infra/local/commands/local-settings.ts'
import { replayOptions } from '#infra/local/commands/replay/options.ts'
import { openRunDirectory } from '#infra/local/commands/replay/run-directory.ts'
import { UsageError } from '#infra/local/commands/terminal.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'bellwether-options-'))
afterAll(() => rmSync(directory, { recursive: true }))
const write = (name: string, text: string): string => {
  const file = path.join(directory, name)
  writeFileSync(file, text)
  return file
}
const entries = write('events.ndjson', '')

describe('options of replay', () => {
  it('take settings over the local ones', () => {
    const settings = write('settings.json', '{"lowBalanceThreshold":{"CZK":5}}')
    expect(replayOptions([entries, '--settings', settings]).settings).toEqual({
      ...localSettings,
      lowBalanceThreshold: { CZK: 5 },
    })
  })

  it.each([
    ['no file', []],
    ['two files', [entries, entries]],
    ['a file that is not there', ['nowhere.ndjson']],
    ['an unknown option', [entries, '--fast']],
    ['a share above one', [entries, '--duplicate', '1.5']],
    ['a seed that is no number', [entries, '--shuffle', 'x']],
    ['settings that are none', [entries, '--settings', write('bad.json', '{"largeDeposit":{"crowns":1}}')]],
  ])('refuse %s, and say how it is meant', (_, args) => {
    expect(() => replayOptions(args)).toThrow(UsageError)
  })
})

describe('an interrupted replay', () => {
  const run = path.join(directory, 'run')
  const leftovers = () => write('run/data.txt', 'left')
  const isThere = (): boolean => existsSync(path.join(run, 'data.txt'))

  it('is gone on with by its like, and only until it has finished', () => {
    expect(openRunDirectory(run, 'A', false).resumed).toBe(false)
    leftovers()
    const again = openRunDirectory(run, 'A', false)
    expect(again.resumed).toBe(true)
    expect(isThere()).toBe(true)
    again.finish()
    leftovers()
    expect(openRunDirectory(run, 'A', false).resumed).toBe(false)
    expect(isThere()).toBe(false)
  })

  it.each([
    ['another replay', 'B', false],
    ['--fresh', 'A', true],
  ])('is forgotten by %s', (_, fingerprint, fresh) => {
    openRunDirectory(run, 'A', true)
    leftovers()
    expect(openRunDirectory(run, fingerprint, fresh).resumed).toBe(false)
    expect(isThere()).toBe(false)
  })
})
