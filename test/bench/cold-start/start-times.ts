import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Bundle } from '#test/bench/cold-start/bundles.ts'

const STARTER = fileURLToPath(new URL('start-once.mjs', import.meta.url))

/** Milliseconds of processor time since the process asked for the bundle. */
export interface StartTime {
  readonly imported: number
  /** Where the bundle had a first event to handle. */
  readonly answered?: number
}

export interface FirstEvents {
  /** By the bundle's name, a file with what it is asked. */
  readonly files: ReadonlyMap<string, string>
  /** Who answers as DynamoDB. */
  readonly url: string
}

/** One start in a fresh process, as in a fresh environment of Lambda. */
const startOnce = async ({ name, file, environment }: Bundle, first: FirstEvents): Promise<StartTime> => {
  const eventFile = first.files.get(name)
  const variables = {
    PATH: process.env.PATH ?? '',
    ...environment,
    AWS_ENDPOINT_URL_DYNAMODB: first.url,
    // The endpoint's certificate is its own; what Node says about that is not for the output.
    NODE_TLS_REJECT_UNAUTHORIZED: '0',
    NODE_NO_WARNINGS: '1',
  }
  const files = eventFile === undefined ? [file] : [file, eventFile]
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [STARTER, ...files], { env: variables })
    return JSON.parse(stdout.split('\n').at(-1) ?? '') as StartTime
  } catch (error) {
    throw new Error(`${name}: its bundle does not start`, { cause: error })
  }
}

/** All bundles in each round, so that what disturbs the machine disturbs all of them. @returns by bundle, by round */
export const startTimes = async (
  bundles: readonly Bundle[],
  first: FirstEvents,
  rounds: number,
): Promise<readonly (readonly StartTime[])[]> => {
  const times = bundles.map((): StartTime[] => [])
  for (let round = 0; round < rounds; round++)
    for (const [place, bundle] of bundles.entries()) times[place]?.push(await startOnce(bundle, first))
  return times
}

/**
 * A lower quartile: on a busy machine processor time is only ever lengthened, by cold caches and waking cores, so that
 * the better half of the rounds says more than all of them.
 */
export const lowerQuartile = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[Math.floor((values.length - 1) / 4)] ?? Number.NaN
