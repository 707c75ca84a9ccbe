import * as z from 'zod/mini'
import { inlineCode, table } from '#infra/docs/markdown.ts'

type Schema = z.core.JSONSchema.BaseSchema

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null

/** The one schema behind "this or null". */
const notNull = (schema: Schema): Schema =>
  schema.anyOf?.filter(isSchema).find(({ type }) => type !== 'null') ?? schema

const itemsOf = ({ items }: Schema): Schema => (isSchema(items) && !Array.isArray(items) ? items : {})

const rangeOf = ({ minimum, maximum }: Schema): string => {
  const low = minimum === Number.MIN_SAFE_INTEGER ? undefined : minimum
  const high = maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum
  if (low !== undefined && high !== undefined) return `integer, ${low} to ${high}`
  if (low !== undefined) return `integer, ${low} or more`
  return high === undefined ? 'integer' : `integer, ${high} or less`
}

const typeOf = (schema: Schema): string => {
  if (schema.anyOf !== undefined) return `${typeOf(notNull(schema))} or null`
  if (schema.title !== undefined) return schema.title
  if (schema.const !== undefined) return inlineCode(String(schema.const))
  if (schema.enum !== undefined) return schema.enum.map((one) => inlineCode(String(one))).join(' | ')
  if (schema.type === 'array')
    return `list of ${schema.minItems} to ${schema.maxItems}: ${typeOf(itemsOf(schema))}`
  if (schema.type === 'integer') return rangeOf(schema)
  return schema.format ?? (typeof schema.type === 'string' ? schema.type : 'anything')
}

/** Rows of an object's fields; a named value such as money stays one row. */
const rowsOf = (schema: Schema, prefix: string): string[][] =>
  Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    if (!isSchema(field)) return []
    const path = `${prefix}${name}`
    const required = schema.required?.includes(name) === true ? 'yes' : ''
    const inner = notNull(field)
    const nested = inner.type === 'array' ? itemsOf(inner) : inner
    return [
      [inlineCode(path), typeOf(field), required, field.description ?? ''],
      ...(nested.title === undefined
        ? rowsOf(nested, inner.type === 'array' ? `${path}[].` : `${path}.`)
        : []),
    ]
  })

/**
 * Table of what a schema's fields are, whether they must be there and what they mean.
 *
 * @param prefix stands before every field's name
 */
export const fieldTable = (schema: z.ZodMiniType, prefix = ''): string =>
  table(['field', 'type', 'required', 'meaning'], rowsOf(z.toJSONSchema(schema), prefix))

/** Names of the fields that have no meaning written down; the catalogue must not have such. */
export const undescribedFields = (schema: z.ZodMiniType): string[] =>
  rowsOf(z.toJSONSchema(schema), '')
    .filter(([, , , meaning]) => meaning === '')
    .map(([path = '']) => path)
