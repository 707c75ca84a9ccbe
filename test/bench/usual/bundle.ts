import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { bundling } from '#infra/constructs/function-code.ts'

const entry = fileURLToPath(new URL('./function/handler.ts', import.meta.url))

/** Bundles the usual design's function with the options of our own. @returns the module that Lambda loads */
export const bundleUsual = async (directory: string): Promise<string> => {
  const outdir = path.join(directory, 'bundle')
  await build({ ...bundling, entryPoints: { index: entry }, outdir })
  return path.join(outdir, 'index.mjs')
}
