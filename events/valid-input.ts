import * as z from 'zod/mini'

/** What a reader answers for input that it does not take; no reader's output is one. */
export const REFUSED: unique symbol = Symbol('refused')

/** Takes valid input as its schema does, or refuses it without saying why. */
export type ValidInput<T> = (input: unknown) => T | typeof REFUSED

type Reader = ValidInput<unknown>
type Schema = z.core.$ZodType
type Check = z.core.$ZodCheck<unknown>

/** Zod judges by itself: whatever the readers below do not know. */
const readByZod =
  (schema: Schema): Reader =>
  (value) => {
    const result = schema._zod.run({ value, issues: [] }, { async: false })
    return result instanceof Promise || result.issues.length > 0 ? REFUSED : result.value
  }

/** A schema's own checks, run by zod's code on one payload for all values. */
const checked = (read: Reader, checks: readonly Check[]): Reader => {
  if (checks.length === 0) return read
  const payload: z.core.ParsePayload = { value: undefined, issues: [] }
  return (input) => {
    payload.value = read(input)
    if (payload.value === REFUSED) return REFUSED
    for (const check of checks) {
      const pending = check._zod.check(payload)
      if (payload.issues.length === 0 && pending === undefined) continue
      payload.issues = []
      return REFUSED
    }
    return payload.value
  }
}

type Question = (value: unknown) => unknown

/** The function of a refinement: what zod asks, and makes an issue of where the answer is no. */
const questionOf = (check: Check | undefined): Question | undefined => {
  const { def } = (check as z.core.$ZodCustom | undefined)?._zod ?? {}
  return def?.type === 'custom' ? (def.fn as Question) : undefined
}

/** One refinement, which most texts have, without a payload. */
const asked =
  (read: Reader, holds: Question): Reader =>
  (input) => {
    const value = read(input)
    return value !== REFUSED && holds(value) === true ? value : REFUSED
  }

interface Field {
  readonly key: string
  readonly optional: boolean
  readonly read: Reader
}

type Input = Readonly<Record<string, unknown>>

const placesIn = (input: Input): number => {
  let places = 0
  for (const _ in input) places++
  return places
}

/** The first so many of the fields, as they came. */
const copyOf = (fields: readonly Field[], count: number, input: Input): Record<string, unknown> => {
  const output: Record<string, unknown> = {}
  for (const { key } of fields.slice(0, count)) if (key in input) output[key] = input[key]
  return output
}

/**
 * An object in which nothing changes and nothing is to be left out is its own output: most are, and none is ever
 * written to. A place that is there but undefined is left to zod: JSON has none.
 */
const readObject = (fields: readonly Field[]): Reader => {
  const readFields = (input: Input): unknown => {
    let output: Record<string, unknown> | undefined
    let present = 0
    for (let place = 0; place < fields.length; place++) {
      const { key, optional, read } = fields[place] as Field
      const { [key]: value } = input
      if (value === undefined) {
        if (optional && !(key in input)) continue
        return REFUSED
      }
      const field = read(value)
      if (field === REFUSED) return REFUSED
      present++
      if (field !== value) output ??= copyOf(fields, place, input)
      if (output) output[key] = field
    }
    return output ?? (present === placesIn(input) ? input : copyOf(fields, fields.length, input))
  }
  return (input) =>
    typeof input === 'object' && input !== null && !Array.isArray(input)
      ? readFields(input as Input)
      : REFUSED
}

const readList =
  (read: Reader): Reader =>
  (input) => {
    if (!Array.isArray(input)) return REFUSED
    const output: unknown[] = []
    for (const member of input) {
      const value = read(member)
      if (value === REFUSED) return REFUSED
      output.push(value)
    }
    return output
  }

const readOneOf =
  (values: ReadonlySet<unknown> | undefined): Reader =>
  (input) =>
    values?.has(input) ? input : REFUSED

const isNumber: Reader = (input) => (Number.isFinite(input) ? input : REFUSED)
const isText: Reader = (input) => (typeof input === 'string' ? input : REFUSED)
const isBoolean: Reader = (input) => (typeof input === 'boolean' ? input : REFUSED)
const isAnything: Reader = (input) => input

const fieldOf = ([key, schema]: [string, Schema]): Field => ({
  key,
  optional: schema._zod.def.type === 'optional' && schema._zod.optin === 'optional',
  read: readerOf(schema),
})

/** The reader of a schema without its checks; undefined where only zod knows. */
const structure = (schema: Schema): Reader | undefined => {
  const { def } = (schema as z.core.$ZodTypes)._zod
  switch (def.type) {
    case 'object':
      return def.catchall === undefined ? readObject(Object.entries(def.shape).map(fieldOf)) : undefined
    case 'array':
      return readList(readerOf(def.element))
    case 'optional':
      // Only ever asked about a value that is there.
      return readerOf(def.innerType)
    case 'pipe': {
      const [first, second] = [readerOf(def.in), readerOf(def.out)]
      return (input) => {
        const value = first(input)
        return value === REFUSED ? REFUSED : second(value)
      }
    }
    case 'nullable': {
      const read = readerOf(def.innerType)
      return (input) => (input === null ? null : read(input))
    }
    case 'enum':
    case 'literal':
      return readOneOf(schema._zod.values)
    case 'string':
      return def.coerce ? undefined : isText
    case 'number':
      return def.coerce ? undefined : isNumber
    case 'boolean':
      return def.coerce ? undefined : isBoolean
    case 'unknown':
      return isAnything
    default:
      return undefined
  }
}

const readerOf = (schema: Schema): Reader => {
  const { traits, def } = schema._zod
  const own = traits.has('$ZodCheck') ? [schema as unknown as Check] : []
  const checks = [...own, ...((def.checks ?? []) as Check[])]
  const read = checks.some((check) => check._zod.def.when) ? undefined : structure(schema)
  if (!read) return readByZod(schema)
  const [only, ...others] = checks
  const holds = others.length === 0 ? questionOf(only) : undefined
  return holds ? asked(read, holds) : checked(read, checks)
}

/**
 * Reads valid input several times as fast as the schema's own `safeParse`, and to an equal output, which shares with
 * the input whatever needs no change. The structure is walked by functions made once from the schema, its checks are
 * zod's own code, and what is not known here (unions, transforms, defaults) is left to zod as a whole. Refused input
 * may still be valid, where a default stands for what is left out or a place is there but undefined; whoever needs the
 * reasons, or the last word, asks the schema.
 *
 * The readers are made at the first call: most functions never see most of the events.
 */
export const validInput = <S extends Schema>(schema: S): ValidInput<z.output<S>> => {
  let read: Reader | undefined
  return (input) => {
    read ??= readerOf(schema)
    return read(input) as z.output<S> | typeof REFUSED
  }
}

/**
 * A schema's `parse` for what is nearly always valid.
 * @throws ZodError as the schema does
 */
export const quickParse = <S extends Schema>(schema: S): ((input: unknown) => z.output<S>) => {
  const valid = validInput(schema)
  return (input) => {
    const value = valid(input)
    return value === REFUSED ? z.parse(schema, input) : value
  }
}
