import { readFileSync } from 'node:fs'
import path from 'node:path'

/** One file of a bundle, as esbuild writes it: minified, an ES module. */
export interface BundleFile {
  readonly file: string
  readonly code: string
  /** What is loaded before it runs. */
  readonly imports: readonly string[]
  /** What is loaded if it gets that far. */
  readonly laterImports: readonly string[]
}

const STATIC = /(?:^|[;}\s])(?:import|export)\b(?:[^"'();]*\bfrom)?\s*["']([^"']+)["']/g
const DYNAMIC = /\bimport\(\s*["']([^"']+)["']\s*\)/g

const found = (code: string, pattern: RegExp): string[] => [
  ...new Set([...code.matchAll(pattern)].map(([, from]) => String(from))),
]

export const readBundleFile = (file: string): BundleFile => {
  const code = readFileSync(file, 'utf8')
  return { file, code, imports: found(code, STATIC), laterImports: found(code, DYNAMIC) }
}

const isOwn = (from: string): boolean => from.startsWith('./')

const reachable = (entry: string, follow: (file: BundleFile) => readonly string[]): readonly BundleFile[] => {
  const files = new Map<string, BundleFile>()
  const visit = (file: string): void => {
    if (files.has(file)) return
    const read = readBundleFile(file)
    files.set(file, read)
    for (const from of follow(read).filter(isOwn)) visit(path.join(path.dirname(file), from))
  }
  visit(entry)
  return [...files.values()]
}

/** What a start loads: the entry, and every file of the bundle that it needs before it runs. */
export const filesAtStart = (entry: string): readonly BundleFile[] =>
  reachable(entry, ({ imports }) => imports)

/** Every file of the bundle that is ever loaded. */
export const filesInAll = (entry: string): readonly BundleFile[] =>
  reachable(entry, ({ imports, laterImports }) => [...imports, ...laterImports])

/** In bytes. */
export const sizeOf = (files: readonly BundleFile[]): number =>
  files.reduce((sum, { code }) => sum + Buffer.byteLength(code), 0)
