import { hint } from '#shared/domain/campaign/checks/nearest.ts'
import {
  type CampaignProblem,
  errorAt,
  listed,
  type Path,
  quoted,
} from '#shared/domain/campaign/checks/problem.ts'
import type { ConditionTest, Operator } from '#shared/domain/campaign/condition.ts'
import { type FieldDefinition, type FieldKind, fieldOf } from '#shared/domain/campaign/fields.ts'

const order = ['lt', 'lte', 'gt', 'gte'] as const

/** What may be asked of each kind of field. */
const operators: Readonly<Record<FieldKind, readonly Operator[]>> = {
  number: ['eq', 'ne', ...order, 'in'],
  text: ['eq', 'ne', 'in'],
  choice: ['eq', 'ne', 'in'],
  boolean: ['eq', 'ne', 'in'],
  money: order,
  list: ['contains'],
}

const operatorReasons: Partial<Record<FieldKind, string>> = {
  money: ' (amounts of several currencies have no equal; ask for a bound)',
  list: ' (ask what it contains)',
}

const scalarType: Readonly<Record<Exclude<FieldKind, 'money'>, 'number' | 'string' | 'boolean'>> = {
  number: 'number',
  text: 'string',
  choice: 'string',
  list: 'string',
  boolean: 'boolean',
}
const typeWords = { number: 'a number', string: 'text', boolean: 'true or false' } as const

const currencies = new Set(Intl.supportedValuesOf('currency'))

const moneyProblems = (path: Path, { field, value }: ConditionTest): CampaignProblem[] => {
  if (typeof value !== 'object' || Array.isArray(value))
    return [
      errorAt(
        path,
        'wrong-value-type',
        `${field} is money: write whole minor units by currency, for example { CZK: 5000000 } for 50 000 Kč`,
      ),
    ]
  const named = Object.keys(value)
  if (named.length === 0)
    return [errorAt(path, 'no-currency', `${field} is compared with no amount: name at least one currency`)]
  return named
    .filter((currency) => !currencies.has(currency))
    .map((currency) =>
      errorAt([...path, currency], 'unknown-currency', `"${currency}" is no currency of ISO 4217`),
    )
}

const scalarProblems = (
  path: Path,
  field: string,
  { kind, options }: FieldDefinition,
  value: unknown,
): CampaignProblem[] => {
  const type = scalarType[kind as Exclude<FieldKind, 'money'>]
  if (typeof value !== type)
    return [
      errorAt(path, 'wrong-value-type', `${field} is compared with ${typeWords[type]}, not ${quoted(value)}`),
    ]
  if (options && !options.includes(String(value)))
    return [
      errorAt(
        path,
        'unknown-option',
        `${field} is never ${quoted(value)}; it is one of ${listed(options, 'or')}${hint(value, options)}`,
      ),
    ]
  return []
}

/**
 * What is wrong with the operator and the value of one test, its field being what it is.
 * @returns nothing for a test that has a meaning
 */
export const testTypeProblems = (path: Path, test: ConditionTest): CampaignProblem[] => {
  const { field, op, value } = test
  const definition = fieldOf(field)
  const { kind } = definition
  if (!operators[kind].includes(op))
    return [
      errorAt(
        [...path, 'op'],
        'wrong-operator',
        `"${op}" cannot be asked of ${field}, which is a ${kind}; use ${listed(operators[kind], 'or')}${operatorReasons[kind] ?? ''}`,
      ),
    ]
  const valuePath = [...path, 'value']
  if (kind === 'money') return moneyProblems(valuePath, test)
  if (op !== 'in') return scalarProblems(valuePath, field, definition, value)
  if (!Array.isArray(value))
    return [errorAt(valuePath, 'wrong-value-type', '"in" is followed by a list, for example [a, b]')]
  return value.flatMap((one, index) => scalarProblems([...valuePath, index], field, definition, one))
}
