import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { batchMemberSchema } from '#events/bank-event-batch.ts'
import { bankEventContracts } from '#events/registry.ts'
import { quickParse, REFUSED, validInput } from '#events/valid-input.ts'
import { hostileEntries } from '#test/support/hostile-events.ts'

type Json = Readonly<Record<string, unknown>> | readonly unknown[]

const isContainer = (value: unknown): value is Json => typeof value === 'object' && value !== null

/** Every place of a value, as a path. */
const placesOf = (value: unknown): (readonly string[])[] =>
  isContainer(value)
    ? Object.entries(value).flatMap(([key, member]) => [
        [key],
        ...placesOf(member).map((rest) => [key, ...rest]),
      ])
    : []

const changedAt = (value: unknown, [key = '', ...rest]: readonly string[], to: unknown): unknown => {
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>
  if (rest.length > 0) copy[key] = changedAt(copy[key], rest, to)
  else if (to === undefined) delete copy[key]
  else copy[key] = to
  return copy
}

/** Values that stand at the edge of what some field takes, and values that no field takes. */
const edges = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    '',
    'a',
    'C1',
    '-C1',
    'a'.repeat(64),
    'a'.repeat(65),
    'CZK',
    'czk',
    'EUR',
    'marketing',
    '2026-02-29',
    '2024-02-29',
    '2026-06-01T12:00:00+02:00',
    '2026-06-01T12:00:00',
    '2026-06-01T24:00:00Z',
    'Europe/Prague',
    '+01:00',
    'cs-CZ',
    'zh-Hans-CN',
    '+420600000001',
    'a@example.com',
    'a\nb',
    '\ud800',
    0,
    -0,
    1,
    -1,
    1.5,
    366,
    367,
    2 ** 53,
    -(2 ** 53),
    Number.MAX_SAFE_INTEGER,
    Number.MIN_SAFE_INTEGER,
    true,
    false,
    [],
    {},
    [1],
    new Array(51).fill('a'),
    { minorUnits: 1, currency: 'CZK' },
    { minorUnits: 1.5, currency: 'CZK' },
  ),
  fc.jsonValue({ maxDepth: 2 }),
)

const strange = fc.constantFrom('x', 'toString', 'constructor', '__proto__', 'length', '0')

/** An example with some places changed, taken away or added, as JSON carries it. */
const mutationsOf = (example: unknown) => {
  const places = placesOf(example)
  const change = fc.tuple(fc.constantFrom(...places), fc.option(strange, { nil: undefined }), edges)
  return fc.array(change, { maxLength: 3 }).map((changes): unknown => {
    let value = example
    for (const [place, added, to] of changes) {
      try {
        value = changedAt(value, added === undefined ? place : [...place.slice(0, -1), added], to)
      } catch {
        // An earlier change has taken the place away.
      }
    }
    return JSON.parse(JSON.stringify(value))
  })
}

/** A reader agrees with its schema: on what is valid, and on every bit of what comes out of it. */
const agree = (schema: z.core.$ZodType, inputs: fc.Arbitrary<unknown>, numRuns = 500): void => {
  const read = validInput(schema)
  fc.assert(
    fc.property(inputs, (input) => {
      const before = JSON.stringify(input)
      const output = read(input)
      const byZod = z.safeParse(schema, input)
      expect(output !== REFUSED).toBe(byZod.success)
      if (byZod.success) {
        expect(output).toStrictEqual(byZod.data)
      }
      expect(JSON.stringify(input)).toBe(before)
    }),
    { numRuns },
  )
}

describe('events are taken as their contracts take them', () => {
  it.each(bankEventContracts.map(({ name, detailSchema, example }) => ({ name, detailSchema, example })))(
    '$name',
    ({ detailSchema, example }) => {
      expect(validInput(detailSchema as z.core.$ZodType)(example)).toStrictEqual(example)
      agree(detailSchema, mutationsOf(example))
    },
  )

  it('members of a batch', () => {
    agree(batchMemberSchema, mutationsOf({ detailType: 'CardChanged', detail: { data: [] } }))
  })

  it('hostile ones', () => {
    const byName = new Map(bankEventContracts.map((contract) => [contract.name as string, contract]))
    for (const { entry } of hostileEntries({ count: 500, seed: 11 })) {
      const schema = byName.get(entry.DetailType)?.detailSchema
      if (!schema) continue
      const detail: unknown = JSON.parse(entry.Detail)
      expect(validInput(schema as z.core.$ZodType)(detail) !== REFUSED).toBe(schema.safeParse(detail).success)
    }
  })
})

describe('every kind of schema is taken as zod takes it', () => {
  const shapes: Readonly<Record<string, z.core.$ZodType>> = {
    'an object with places left out': z.object({
      a: z.optional(z.string()),
      b: z.optional(z.nullable(z.number())),
    }),
    'an object that refuses others': z.strictObject({ a: z.string() }),
    'an object that takes others': z.looseObject({ a: z.string() }),
    'a union': z.object({ a: z.union([z.string(), z.int()]) }),
    'a transform': z.object({
      a: z.pipe(
        z.string(),
        z.transform((text) => text.length),
      ),
    }),
    'a check that changes its value': z.object({ a: z.string().check(z.trim(), z.minLength(1)) }),
    'a record': z.object({ a: z.record(z.string(), z.int()) }),
    'a date': z.object({ a: z.iso.date() }),
    'a list': z.array(z.object({ a: z.literal(['x', null, 1]) })),
    'a check on the whole': z
      .object({ a: z.int(), b: z.int() })
      .check(z.refine(({ a, b }) => a <= b, { path: ['b'] })),
  }
  const values = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.record({ a: edges, b: edges, c: edges }, { requiredKeys: [] }),
    fc.array(fc.record({ a: fc.constantFrom('x', null, 1, 2) })),
  )
  it.each(Object.entries(shapes))('%s', (_, schema) => {
    agree(
      schema,
      values.map((value) => JSON.parse(JSON.stringify(value)) as unknown),
    )
  })
})

it.each<[string, z.core.$ZodType, unknown]>([
  ['a default', z.object({ a: z._default(z.string(), 'x') }), { a: 'x' }],
  ['a default of what may be left out', z.object({ a: z.optional(z._default(z.int(), 1)) }), { a: 1 }],
  ['what is caught', z.object({ a: z.catch(z.int(), 0) }), { a: 0 }],
])('never leaves out %s', (_, schema, output) => {
  expect(validInput(schema)({})).toBe(REFUSED)
  expect(quickParse(schema)({})).toStrictEqual(output)
})

it('throws what the schema throws', () => {
  const schema = z.object({ a: z.string() })
  expect(() => quickParse(schema)({ a: 1 })).toThrow(z.core.$ZodError)
})

it('leaves what JSON cannot say to the schema', () => {
  const schema = z.object({ a: z.optional(z.string()) })
  expect(validInput(schema)({ a: undefined })).toBe(REFUSED)
})
