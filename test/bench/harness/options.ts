import { parseArgs } from 'node:util'
import type { BenchOptions } from '#test/bench/harness/bench.ts'

export interface CommandOptions extends BenchOptions {
  /** Names of the benches to run; all where none is named. */
  readonly names: readonly string[]
  /** File for the figures. */
  readonly json: string | undefined
  /** Whether RESULTS.md takes the figures. */
  readonly write: boolean
}

export const USAGE = 'npm run bench -- [NAME ...] [--short] [--seed N] [--json FILE] [--write]'

const DEFAULT_SEED = 20_261_122

/**
 * @param known the benches there are
 * @throws Error for an option or a name that does not exist
 */
export const commandOptions = (given: readonly string[], known: readonly string[]): CommandOptions => {
  const { values, positionals } = parseArgs({
    args: [...given],
    allowPositionals: true,
    options: {
      short: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      seed: { type: 'string', default: String(DEFAULT_SEED) },
      json: { type: 'string' },
    },
  })
  for (const name of positionals)
    if (!known.includes(name)) throw new Error(`No bench is called ${name}; there are: ${known.join(', ')}.`)
  const seed = Number(values.seed)
  if (!Number.isSafeInteger(seed)) throw new Error(`--seed takes a whole number, not ${values.seed}.`)
  if (values.write && values.short) throw new Error('A short run measures nothing that could be written.')
  return {
    names: positionals.length > 0 ? positionals : known,
    short: values.short,
    write: values.write,
    json: values.json,
    seed,
  }
}
