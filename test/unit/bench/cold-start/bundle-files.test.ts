import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type BundleFile, filesAtStart, filesInAll, sizeOf } from '#test/support/bundle-files.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'bundle-files-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const write = (files: Readonly<Record<string, string>>): string => {
  for (const [name, code] of Object.entries(files)) writeFileSync(path.join(directory, name), code)
  return path.join(directory, 'index.mjs')
}

const namesOf = (files: readonly BundleFile[]): string[] =>
  files.map(({ file }) => path.basename(file)).sort()

// As esbuild writes them, minified.
const bundle = {
  'index.mjs':
    'import{createRequire as c}from"node:module";import{a as t}from"./shared.mjs";import"./effects.mjs";var l=()=>import("./later.mjs");export{t as handler,l};',
  'shared.mjs': 'import e from"node:https";var a=1;export{a,e};',
  'effects.mjs': 'globalThis.x=1;',
  'later.mjs': 'import{a}from"./shared.mjs";import{b}from"./deep.mjs";export{a,b};',
  'deep.mjs': 'var b=2;export{b};',
}

describe('the files of a bundle', () => {
  it('that a start loads are the entry and what it imports', () => {
    expect(namesOf(filesAtStart(write(bundle)))).toEqual(['effects.mjs', 'index.mjs', 'shared.mjs'])
  })

  it('that are ever loaded are those, and what is imported later with all that it needs', () => {
    expect(namesOf(filesInAll(write(bundle)))).toEqual(Object.keys(bundle).sort())
  })

  it('say what they need of others, now and later', () => {
    const [entry] = filesAtStart(write(bundle))
    expect(entry?.imports).toEqual(['node:module', './shared.mjs', './effects.mjs'])
    expect(entry?.laterImports).toEqual(['./later.mjs'])
  })

  it('may import each other', () => {
    const entry = write({ 'index.mjs': 'import"./other.mjs";', 'other.mjs': 'import"./index.mjs";' })
    expect(namesOf(filesAtStart(entry))).toEqual(['index.mjs', 'other.mjs'])
  })

  it('are as large as they are on the disk', () => {
    const entry = write({ 'index.mjs': 'import"./other.mjs";', 'other.mjs': '"ř"' })
    expect(sizeOf(filesAtStart(entry))).toBe(20 + 4)
  })
})
