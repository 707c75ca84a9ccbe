import { type ConditionField, type FactVector, fieldNames, fieldOf } from '#shared/domain/campaign/fields.ts'
import type { TriggerType } from '#test/bench/workload/tests.ts'

/**
 * The same facts as rules and closures read them elsewhere: one flat object whose properties are always the same and in
 * the same order; undefined where nothing is known. Money is two properties, a list that is not known an empty one.
 */
export type FlatFacts = Readonly<Record<string, unknown>>

/** @returns the property of a field: `customerAge` for `customer.age` */
export const propertyOf = (field: ConditionField): string =>
  field.replace(/\.(.)/, (_, first: string) => first.toUpperCase())
export const currencyOf = (field: ConditionField): string => `${propertyOf(field)}Currency`

const entriesOf = (field: ConditionField, value: FactVector[number]): [string, unknown][] => {
  const property = propertyOf(field)
  switch (fieldOf(field).kind) {
    case 'money': {
      const money = typeof value === 'object' && 'currency' in value ? value : undefined
      return [
        [property, money?.minorUnits],
        [currencyOf(field), money?.currency],
      ]
    }
    case 'list':
      return [[property, value ?? []]]
    default:
      return [[property, value]]
  }
}

type Maker = (type: TriggerType, values: readonly unknown[]) => FlatFacts

const namesOf = (field: ConditionField): string[] => entriesOf(field, undefined).map(([name]) => name)

/**
 * Written as one literal, because V8 turns an object whose properties are set one after another by computed names into a
 * hash table, and closures that read it would look slower than they are.
 */
const literal = new Function(
  'type',
  'values',
  `return { type, ${fieldNames
    .flatMap(namesOf)
    .map((name, place) => `${name}: values[${place}]`)
    .join(', ')} }`,
) as Maker

/** @param facts of all fields */
export const flatFacts = (type: TriggerType, facts: FactVector): FlatFacts =>
  literal(
    type,
    fieldNames.flatMap((field, index) => entriesOf(field, facts[index]).map(([, value]) => value)),
  )
