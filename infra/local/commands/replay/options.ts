import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import * as z from 'zod/mini'
import { localSettings } from '#infra/local/commands/local-settings.ts'
import { UsageError } from '#infra/local/commands/terminal.ts'
import { type Settings, settingsSchema } from '#shared/domain/settings.ts'

export const USAGE = `npm run replay -- FILE.ndjson [options]

  --settings FILE        JSON with settings that differ from the defaults, e.g.
                         {"lowBalanceThreshold":{"CZK":100000}} (minor units)
  --campaigns WHICH      which are live: starter, examples (both), or a directory of
                         campaign files  [starter]
  --json OUT             write the summary there as JSON, too
  --messages OUT         write every message there, one a line, as bellwether simulate
                         --messages does, so that the two can be compared
  --shuffle SEED         mix the transactions among themselves
  --duplicate FRACTION   send that share (0 to 1) of all entries twice
  --data DIR             where the local cloud keeps its data  [.local/replay]
  --fresh                start anew even where an interrupted run left its data
  --assembly DIR         play this synthesized cloud assembly instead of synthesizing
  --visibility SECONDS   how long a queue hides what was received, instead of the
                         template's minutes, so that lost work comes back sooner`

export interface ReplayOptions {
  readonly file: string
  readonly settings: Settings
  /** Which campaigns are live: `starter`, `examples`, or a directory. */
  readonly campaigns: string
  readonly json?: string
  readonly messages?: string
  readonly shuffle?: number
  readonly duplicate: number
  readonly dataDirectory: string
  readonly fresh: boolean
  readonly assembly?: string
  readonly visibilityTimeoutSeconds?: number
  /** The same for the same run: an interrupted one can be gone on with only by its like. */
  readonly fingerprint: string
}

/** Settings that differ from the local ones. @throws UsageError */
export const readSettings = (file: string | undefined): Settings => {
  if (file === undefined) return localSettings
  let given: unknown
  try {
    given = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    throw new UsageError(`${file} cannot be read as JSON`)
  }
  const parsed = z.safeParse(z.partial(settingsSchema), given)
  if (parsed.success) return { ...localSettings, ...parsed.data } as Settings
  const wrong = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'settings'}: ${message}`)
  throw new UsageError(`${file}: ${wrong.join('; ')}`)
}

const number = (name: string, text: string | undefined, holds: (value: number) => boolean) => {
  if (text === undefined) return undefined
  const value = Number(text)
  if (text.trim() === '' || !holds(value)) throw new UsageError(`--${name} ${text}: not usable\n\n${USAGE}`)
  return value
}

const fingerprintOf = (file: string, rest: readonly unknown[]): string => {
  const hash = createHash('sha256').update(JSON.stringify(rest))
  try {
    hash.update(readFileSync(file))
  } catch {
    throw new UsageError(`${file} cannot be read`)
  }
  return hash.digest('hex')
}

/** @throws UsageError with what is wrong and how it is meant */
export const replayOptions = (args: readonly string[]): ReplayOptions => {
  let parsed: ReturnType<typeof parse>
  try {
    parsed = parse(args)
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${USAGE}`)
  }
  const { values, positionals } = parsed
  const [file, ...others] = positionals
  if (file === undefined || others.length > 0) throw new UsageError(USAGE)
  const shuffle = number('shuffle', values.shuffle, Number.isSafeInteger)
  const duplicate = number('duplicate', values.duplicate, (value) => value >= 0 && value <= 1) ?? 0
  const visibility = number('visibility', values.visibility, (value) => Number.isInteger(value) && value > 0)
  const settings = readSettings(values.settings)
  const { campaigns = 'starter' } = values
  return {
    file,
    settings,
    campaigns,
    ...(values.json === undefined ? {} : { json: values.json }),
    ...(values.messages === undefined ? {} : { messages: values.messages }),
    ...(shuffle === undefined ? {} : { shuffle }),
    ...(values.assembly === undefined ? {} : { assembly: values.assembly }),
    ...(visibility === undefined ? {} : { visibilityTimeoutSeconds: visibility }),
    duplicate,
    dataDirectory: values.data ?? '.local/replay',
    fresh: values.fresh ?? false,
    fingerprint: fingerprintOf(file, [settings, shuffle ?? null, duplicate, campaigns]),
  }
}

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      settings: { type: 'string' },
      campaigns: { type: 'string' },
      messages: { type: 'string' },
      json: { type: 'string' },
      shuffle: { type: 'string' },
      duplicate: { type: 'string' },
      data: { type: 'string' },
      fresh: { type: 'boolean' },
      assembly: { type: 'string' },
      visibility: { type: 'string' },
    },
  })
