import { readArguments } from '#infra/local/commands/read-arguments.ts'
import { UsageError } from '#infra/local/commands/terminal.ts'
import type { Operation } from '#shared/domain/settings.ts'
import { type Purpose, purposeSchema } from '#shared/domain/vocabulary.ts'

export const USAGE = `npm run operate -- <status|stop|drain|resume> [marketing|service|all] [options]

The switches of those who run Bellwether. --yes moves them; without it, what would change is only shown.

  status                 how they stand, and who moved them last
  stop PURPOSE           nothing new is decided, and nothing leaves: what waits is held for as long as it is true
  drain PURPOSE          nothing new is decided; what is decided already still leaves
  resume PURPOSE         as usual

  --by NAME              who is responsible; stands in the audit table
  --because TEXT         why; stands in the audit table
  --yes                  do it
  --outputs FILE         a deployed stack: FILE of cdk deploy --all --outputs-file FILE,
                         region and credentials from the environment  [a running npm start]
  --json                 print JSON instead of a table

Profiles and signals go on being kept whatever the switches say.
Exit code 0: done, shown, or so already; 1: somebody else kept moving them; 2: cannot be used like that.`

const actions = { stop: 'stop', drain: 'drain', resume: 'on' } as const satisfies Record<string, Operation>

/** What to do, and on whose account. */
export interface Move {
  readonly position: Operation
  readonly purposes: readonly Purpose[]
  readonly by: string
  readonly because: string
}

export interface OperateOptions {
  /** Undefined for `status`. */
  readonly move?: Move
  readonly yes: boolean
  readonly json: boolean
  readonly outputs?: string
}

/** Longer is no reason but a report: it belongs into the ticket that the reason names. */
const LONGEST = 500

const refuse = (problem: string): never => {
  throw new UsageError(`${problem}\n\n${USAGE}`)
}

const parse = (args: readonly string[]) => {
  return readArguments(
    {
      args: [...args],
      allowPositionals: true,
      options: {
        by: { type: 'string' },
        because: { type: 'string' },
        yes: { type: 'boolean' },
        json: { type: 'boolean' },
        outputs: { type: 'string' },
      },
    },
    USAGE,
  )
}

const purposesOf = (action: string, word: string | undefined): readonly Purpose[] => {
  if (word === 'all') return purposeSchema.options
  const purpose = purposeSchema.safeParse(word)
  if (purpose.success) return [purpose.data]
  return refuse(`${action} ${word ?? 'what?'}: must be ${[...purposeSchema.options, 'all'].join(', ')}`)
}

const said = (option: string, text: string | undefined): string => {
  const words = text?.trim() ?? ''
  if (words === '') return refuse(`--${option} is missing: it stands in the audit table`)
  return words.length <= LONGEST ? words : refuse(`--${option} is longer than ${LONGEST} characters`)
}

/** @throws UsageError with what is wrong and how it is meant */
export const operateOptions = (args: readonly string[]): OperateOptions => {
  const { values, positionals } = parse(args)
  const { yes = false, json = false, outputs, by, because } = values
  const [action = '', purpose, ...others] = positionals
  if (others.length > 0) refuse(`${others.join(' ')}: one purpose at a time, or all`)
  const common = { yes, json, ...(outputs === undefined ? {} : { outputs }) }
  if (action === 'status') {
    const extra = [purpose, by, because].some((one) => one !== undefined) || yes
    return extra ? refuse('status only shows: it takes --outputs and --json') : common
  }
  if (!Object.hasOwn(actions, action))
    return refuse(action === '' ? 'what is to be done?' : `${action}: must be status, stop, drain or resume`)
  const position = actions[action as keyof typeof actions]
  const purposes = purposesOf(action, purpose)
  return {
    ...common,
    move: { position, purposes, by: said('by', by), because: said('because', because) },
  }
}
