import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const biome = fileURLToPath(new URL('../../node_modules/.bin/biome', import.meta.url))

/** JSON as the project's formatter wants it, so that generated files pass the same lint as written ones. */
export const formatted = (path: string, text: string): string => {
  const { status, stdout, stderr } = spawnSync(biome, ['format', `--stdin-file-path=${path}`], {
    input: text,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`the formatter refuses ${path}: ${stderr}`)
  return stdout
}
