import { readArguments } from '#infra/local/commands/read-arguments.ts'
import { UsageError } from '#infra/local/commands/terminal.ts'

export const USAGE = `npm run redrive -- [options]

Shows what is parked and what lies in dead-letter queues; --yes puts it back.

  --yes                  do it
  --only KIND            parked or dead-letters
  --reason TEXT          only parked work whose reason contains TEXT
  --id ID                only the parked work with that id, or whose id begins so
  --outputs FILE         a deployed stack: FILE of cdk deploy --all --outputs-file FILE,
                         region and credentials from the environment  [a running npm start]
  --json                 print JSON instead of tables

Exit code 0: done, or shown; 1: something was not taken and stays; 2: cannot be used like that.`

const kinds = ['parked', 'dead-letters'] as const
type Kind = (typeof kinds)[number]

export interface RedriveOptions {
  readonly yes: boolean
  readonly json: boolean
  readonly parked: boolean
  readonly deadLetters: boolean
  readonly reason?: string
  readonly id?: string
  readonly outputs?: string
}

/** @throws UsageError with what is wrong and how it is meant */
export const redriveOptions = (args: readonly string[]): RedriveOptions => {
  const { yes = false, json = false, only, reason, id, outputs } = parse(args)
  if (only !== undefined && !kinds.includes(only as Kind))
    throw new UsageError(`--only ${only}: must be ${kinds.join(' or ')}\n\n${USAGE}`)
  const picks = reason !== undefined || id !== undefined
  if (picks && only === 'dead-letters')
    throw new UsageError(`dead letters have neither reason nor id: leave out --only dead-letters\n\n${USAGE}`)
  return {
    yes,
    json,
    parked: only !== 'dead-letters',
    deadLetters: only !== 'parked' && !picks,
    ...(reason === undefined ? {} : { reason }),
    ...(id === undefined ? {} : { id }),
    ...(outputs === undefined ? {} : { outputs }),
  }
}

const parse = (args: readonly string[]) => {
  return readArguments(
    {
      args: [...args],
      options: {
        yes: { type: 'boolean' },
        json: { type: 'boolean' },
        only: { type: 'string' },
        reason: { type: 'string' },
        id: { type: 'string' },
        outputs: { type: 'string' },
      },
    },
    USAGE,
  ).values
}
