import * as z from 'zod/mini'
import { type ConditionField, fieldNames } from '#shared/domain/campaign/fields.ts'
import { hasKey, shapeByKey } from '#shared/domain/campaign/shape-by-key.ts'

const scalarSchema = z.union([z.string(), z.number(), z.boolean()])

/** Minor units by ISO 4217 currency: `{ CZK: 5000000, EUR: 200000 }`. A currency that is not named never compares. */
const amountsSchema = z.record(z.string().check(z.regex(/^[A-Z]{3}$/)), z.int())

export const operatorSchema = z.enum(['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'in', 'contains'])
export type Operator = z.infer<typeof operatorSchema>

const testSchema = z.strictObject({
  field: z.enum(fieldNames),
  op: operatorSchema,
  value: z.union([scalarSchema, z.array(scalarSchema).check(z.minLength(1)), amountsSchema]),
})

/** One field compared with one value. A field that has no value makes the test false, whatever the operator. */
export interface ConditionTest {
  field: ConditionField
  op: Operator
  value: string | number | boolean | (string | number | boolean)[] | Record<string, number>
}

/** Nested all / any / not over tests of single fields. */
export type Condition = { all: Condition[] } | { any: Condition[] } | { not: Condition } | ConditionTest

/** The four shapes are told apart by their key. */
export const conditionSchema: z.ZodMiniType<Condition> = shapeByKey(
  (given): z.ZodMiniType<Condition> => {
    if (hasKey(given, 'all')) return allSchema
    if (hasKey(given, 'any')) return anySchema
    return hasKey(given, 'not') ? notSchema : testSchema
  },
  () => [allSchema, anySchema, notSchema, testSchema],
)

const group = z.array(conditionSchema).check(z.minLength(1))
const allSchema = z.strictObject({ all: group })
const anySchema = z.strictObject({ any: group })
const notSchema = z.strictObject({ not: conditionSchema })

/** The fields a condition asks about, each once, in the order they are written. */
export const conditionFields = (condition: Condition): ConditionField[] => {
  if ('all' in condition) return [...new Set(condition.all.flatMap(conditionFields))]
  if ('any' in condition) return [...new Set(condition.any.flatMap(conditionFields))]
  if ('not' in condition) return conditionFields(condition.not)
  return [condition.field]
}
