import { readArguments } from '#infra/local/commands/read-arguments.ts'
import { UsageError } from '#infra/local/commands/terminal.ts'

export interface CommandOptions {
  /** Names of the benches to run; all where none is named. */
  readonly names: readonly string[]
  readonly short: boolean
  readonly seed: number
  /** File for the figures. */
  readonly json: string | undefined
  /** Whether results.json, RESULTS.md and the README take the figures. */
  readonly write: boolean
  /** Whether the short runs' counts are compared with the budget. */
  readonly budget: boolean
  /** Whether bounds of the budget are lowered to what was counted. */
  readonly ratchet: boolean
  /** Directory of a synthesized assembly to measure; synthesized where none is given. */
  readonly assembly: string | undefined
  readonly help: boolean
}

/** Counts are bounded for this one. */
export const DEFAULT_SEED = 20_261_122

/** @param known the benches there are */
export const usage = (known: readonly string[]): string => `npm run bench -- [NAME ...] [options]

  --short         little work and no clocks: only counts, and whether everything agrees
  --seed N        of everything that is drawn  [${DEFAULT_SEED}]
  --write         put the figures into test/bench/results.json and RESULTS.md, and the README's table
  --json FILE     write everything that was measured there, verdicts included
  --budget        short runs of what test/bench/budget.json bounds, compared with it
  --ratchet       the same, and bounds are lowered to what was counted
  --assembly DIR  measure this synthesized cloud assembly instead of synthesizing
  --help

Benches, all where none is named: ${known.join(', ')}.
Exit code 1 where a goal is missed, a bench fails or a bound is not kept.`

const refuse = (message: string, known: readonly string[]): never => {
  throw new UsageError(`${message}\n\n${usage(known)}`)
}

const config = {
  allowPositionals: true,
  options: {
    short: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    budget: { type: 'boolean', default: false },
    ratchet: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
    seed: { type: 'string', default: String(DEFAULT_SEED) },
    json: { type: 'string' },
    assembly: { type: 'string' },
  },
} as const

/**
 * @param known the benches there are
 * @throws UsageError for an option or a name that does not exist
 */
export const commandOptions = (given: readonly string[], known: readonly string[]): CommandOptions => {
  const { values, positionals } = readArguments({ ...config, args: [...given] }, usage(known))
  for (const name of positionals)
    if (!known.includes(name)) refuse(`No bench is called ${name}; there are: ${known.join(', ')}.`, known)
  const seed = Number(values.seed)
  if (!Number.isSafeInteger(seed)) refuse(`--seed takes a whole number, not ${values.seed}.`, known)
  const budget = values.budget || values.ratchet
  if (values.write && (values.short || budget))
    refuse('A short run measures nothing that could be written.', known)
  if (budget && positionals.length > 0) refuse('The budget is about all the benches it names.', known)
  return {
    names: positionals.length > 0 ? positionals : known,
    short: values.short,
    write: values.write,
    budget,
    ratchet: values.ratchet,
    help: values.help,
    json: values.json,
    assembly: values.assembly,
    seed,
  }
}
