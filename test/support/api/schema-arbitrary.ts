import fc from 'fast-check'
import type { JsonSchema } from '#test/support/api/document.ts'

type Schemas = Readonly<Record<string, JsonSchema>>

/** How deep schemas that lead back to themselves are followed. */
const DEEPEST = 5

const nameOf = (ref: string): string => ref.slice(ref.lastIndexOf('/') + 1)

const instants = fc
  .date({ min: new Date('2020-01-01Z'), max: new Date('2035-12-31Z'), noInvalidDate: true })
  .map((date) => date.toISOString())

const fitting = (pattern: string): fc.Arbitrary<string> => {
  try {
    return fc.stringMatching(new RegExp(pattern))
  } catch {
    // fast-check plays no look-ahead: of what it can play without, what fits.
    return fc
      .stringMatching(new RegExp(pattern.replaceAll(/\(\?[!=][^)]*\)/g, '')))
      .filter((text) => new RegExp(pattern).test(text))
  }
}

const stringOf = ({ format, pattern, minLength = 0, maxLength = 40 }: JsonSchema): fc.Arbitrary<string> => {
  if (format === 'date-time') return instants
  if (format === 'date') return instants.map((text) => text.slice(0, 10))
  if (pattern !== undefined)
    return fitting(pattern).map((text) => text.slice(0, Math.max(minLength, maxLength)))
  return fc.string({ unit: 'grapheme', minLength, maxLength: Math.max(minLength, Math.min(maxLength, 40)) })
}

const numberOf = (schema: JsonSchema, whole: boolean): fc.Arbitrary<number> => {
  const min = Math.max(schema.minimum ?? schema.exclusiveMinimum ?? -1e6, -1e9)
  const max = Math.max(min, Math.min(schema.maximum ?? schema.exclusiveMaximum ?? 1e6, 1e9))
  if (whole) return fc.integer({ min: Math.ceil(min), max: Math.floor(max) })
  return fc.double({ min, max, noNaN: true }).map((value) => Number(value.toFixed(6)))
}

const refersTo = (schema: JsonSchema): boolean => JSON.stringify(schema).includes('"$ref"')

/** Valid values of a schema, as far as JSON Schema says it: refinements in code may refuse them. */
export const valuesOf = (schema: JsonSchema, schemas: Schemas, depth = 0): fc.Arbitrary<unknown> => {
  const inner = (each: JsonSchema) => valuesOf(each, schemas, depth + 1)
  if (schema.$ref !== undefined) return inner(schemas[nameOf(schema.$ref)] ?? {})
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const options = schema.anyOf ?? schema.oneOf
  if (options) {
    const ends = depth < DEEPEST ? options : options.filter((option) => !refersTo(option))
    return fc.oneof(...(ends.length > 0 ? ends : options).map(inner))
  }
  const types = [schema.type ?? []].flat()
  return types.length === 0
    ? fc.jsonValue({ maxDepth: 2 })
    : fc.oneof(...types.map((type) => typed(type, schema, inner)))
}

const typed = (
  type: string,
  schema: JsonSchema,
  inner: (schema: JsonSchema) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> => {
  switch (type) {
    case 'string':
      return stringOf(schema)
    case 'integer':
    case 'number':
      return numberOf(schema, type === 'integer')
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return fc.array(inner(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.max(schema.minItems ?? 0, Math.min(schema.maxItems ?? 3, 3)),
      })
    default:
      return objectOf(schema, inner)
  }
}

const objectOf = (
  { properties = {}, required = [], additionalProperties, propertyNames }: JsonSchema,
  inner: (schema: JsonSchema) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> => {
  const named = fc.record(
    Object.fromEntries(Object.entries(properties).map(([key, each]) => [key, inner(each)])),
    { requiredKeys: [...required] },
  )
  if (typeof additionalProperties !== 'object') return named
  const keys = stringOf(propertyNames ?? { minLength: 1, maxLength: 12 }).filter((key) => key !== '__proto__')
  return fc
    .tuple(named, fc.dictionary(keys, inner(additionalProperties), { maxKeys: 3 }))
    .map(([fixed, more]) => ({ ...more, ...fixed }))
}
