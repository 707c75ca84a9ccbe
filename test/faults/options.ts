import { parseArgs } from 'node:util'
import { UsageError } from '#infra/local/commands/terminal.ts'
import type { FaultOptions, Scenario } from '#test/faults/scenario.ts'

export const USAGE = `npm run test:faults -- [options]

  --messages N     due messages in each scenario  [5000]
  --kills N        how often the worker is killed  [100]
  --only A,B       these scenarios; NAMES
  --seed N         of kill points, faults and order  [20261122]
  --rate N         messages a second that the drain may send, over both providers  [150]
  --json FILE      write the figures there, too
  --assembly DIR   play this synthesized cloud assembly instead of synthesizing`

export interface CommandOptions extends FaultOptions {
  readonly chosen: readonly Scenario[]
  readonly json: string | undefined
  readonly assembly: string | undefined
}

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    options: {
      messages: { type: 'string', default: '5000' },
      kills: { type: 'string', default: '100' },
      only: { type: 'string' },
      seed: { type: 'string', default: '20261122' },
      rate: { type: 'string', default: '150' },
      json: { type: 'string' },
      assembly: { type: 'string' },
    },
  }).values

/** @param all the scenarios there are @throws UsageError */
export const commandOptions = (args: readonly string[], all: readonly Scenario[]): CommandOptions => {
  const usage = USAGE.replace('NAMES', all.map(({ name }) => name).join(', '))
  const wrong = (what: string): never => {
    throw new UsageError(`${what}\n\n${usage}`)
  }
  const given = ((): ReturnType<typeof parse> => {
    try {
      return parse(args)
    } catch (error) {
      return wrong((error as Error).message)
    }
  })()
  const whole = (name: 'messages' | 'kills' | 'seed' | 'rate', least: number): number => {
    const value = Number(given[name])
    return Number.isSafeInteger(value) && value >= least
      ? value
      : wrong(`--${name} ${given[name]}: not usable`)
  }
  const names = given.only?.split(',')
  const unknown = names?.find((name) => !all.some((scenario) => scenario.name === name))
  if (unknown !== undefined) wrong(`--only ${unknown}: there is no such scenario`)
  return {
    messages: whole('messages', 20),
    kills: whole('kills', 1),
    seed: whole('seed', 0),
    rate: whole('rate', 1),
    chosen: all.filter(({ name, onDemand }) => (names ? names.includes(name) : !onDemand)),
    json: given.json,
    assembly: given.assembly,
  }
}
