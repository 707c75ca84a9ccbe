import * as z from 'zod/mini'

/** Fields a condition may ask about. One that has no value for a customer makes its condition false. */
export const conditionFieldSchema = z.enum([
  'customer.age',
  'customer.tenureDays',
  'customer.vulnerable',
  'customer.openComplaint',
  'account.kind',
  'card.product',
  'signal.amount',
  'signal.currency',
  'signal.daysLeft',
])
export type ConditionField = z.infer<typeof conditionFieldSchema>

const scalarSchema = z.union([z.string(), z.number(), z.boolean()])

const testSchema = z.strictObject({
  field: conditionFieldSchema,
  op: z.enum(['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'in']),
  value: z.union([scalarSchema, z.array(scalarSchema).check(z.minLength(1))]),
})
export type ConditionTest = z.infer<typeof testSchema>

/** Nested all / any / not over tests of single fields. */
export type Condition = { all: Condition[] } | { any: Condition[] } | { not: Condition } | ConditionTest

export const conditionSchema: z.ZodMiniType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(conditionSchema) }),
    z.strictObject({ any: z.array(conditionSchema) }),
    z.strictObject({ not: conditionSchema }),
    testSchema,
  ]),
)
