import type * as z from 'zod/mini'
import { hint } from '#shared/domain/campaign/checks/nearest.ts'
import {
  type CampaignProblem,
  errorAt,
  listed,
  type Path,
  quoted,
} from '#shared/domain/campaign/checks/problem.ts'

type Issue = z.core.$ZodIssue

/** Every key that a campaign has somewhere, except those of its own choice (languages, currencies). */
const KEYS = [
  ...[
    'schema',
    'id',
    'version',
    'name',
    'status',
    'purpose',
    'trigger',
    'validFrom',
    'validUntil',
    'holdout',
  ],
  ...['audience', 'product', 'offer', 'flags', 'topic', 'priority', 'expectedValue', 'propensity', 'context'],
  ...['minDaysBetween', 'expiresAfterHours', 'channels', 'task', 'variants', 'messages', 'createdBy'],
  ...['approvedBy', 'signals', 'type', 'where', 'schedule', 'cron', 'timeZone', 'code', 'kind', 'risk'],
  ...['vulnerable', 'distressHelp', 'mandatoryNotice', 'base', 'adjust', 'when', 'times', 'mode'],
  ...['dueWithinHours', 'title', 'reason', 'weight', 'email', 'sms', 'inapp', 'subject', 'text', 'html'],
  ...['once', 'daily', 'weekly', 'monthly', 'at', 'on', 'onDay', 'until', 'customersPerSecond'],
  ...['field', 'op', 'value', 'all', 'any', 'not', 'goal', 'products', 'withinDays', 'pausedBecause'],
  'withdrawnUpTo',
]

const valueAt = (given: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    given,
  )

/** What stands at the path, as it is called: an entry of a list by the list's name. */
const nameOf = (path: Path): string => {
  const key = path.at(-1)
  return typeof key === 'number' ? `${nameOf(path.slice(0, -1))} ${key + 1}` : (key ?? 'campaign')
}

const FORMATS: Readonly<Record<string, string>> = {
  datetime: 'a date and time with its offset, for example "2027-01-31T09:00:00+01:00"',
  date: 'a date, for example "2027-12-31", or a date and time with its offset',
  at: 'a time of day from "00:00" to "23:59"',
  once: 'a local date and time without an offset, for example "2027-01-31T09:00"',
  id: 'lower-case letters, digits and hyphens, for example "low-balance-care", and not begin with "system-"',
  topic: 'lower-case letters, digits and hyphens, for example "savings"',
}

const wrongFormat = (format: string, path: Path): string => {
  const known = FORMATS[format] ?? (path.includes('variants') ? undefined : FORMATS[String(path.at(-1))])
  return `must be ${known ?? 'up to 16 lower-case letters, digits and hyphens, for example "short"'}`
}

const TYPES: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of keys',
  record: 'a group of keys',
}

const wrongType = (expected: string, value: unknown, path: Path): [code: string, message: string] => {
  const key = nameOf(path)
  return value === undefined
    ? ['missing', `"${key}" is missing; it must be ${TYPES[expected] ?? expected}`]
    : ['wrong-type', `"${key}" must be ${TYPES[expected] ?? expected}`]
}

const wrongOption = (
  options: readonly unknown[],
  value: unknown,
  path: Path,
): [code: string, message: string] => {
  const words = options.map(String)
  if (path.at(-1) === 'field')
    return ['unknown-field', `${quoted(value)} is no field of the catalogue${hint(value, words)}`]
  if (path.at(-1) === 'schema') return ['schema', 'this release reads campaigns with "schema: 2"']
  const what =
    value === undefined ? ['missing', 'is missing'] : ['unknown-option', `cannot be ${quoted(value)}`]
  return [
    what[0] ?? '',
    `"${nameOf(path)}" ${what[1]}; it is one of ${listed(words, 'or')}${hint(value, words)}`,
  ]
}

const bound = (issue: Extract<Issue, { code: 'too_small' | 'too_big' }>): string => {
  const small = issue.code === 'too_small'
  const limit = small ? issue.minimum : issue.maximum
  if (issue.origin === 'string') return small ? 'must not be empty' : `must have at most ${limit} characters`
  if (issue.origin === 'array') return 'must have at least one entry'
  return `must be ${small ? 'at least' : 'at most'} ${limit}`
}

const described = (issue: Issue, given: unknown, path: Path): [code: string, message: string] => {
  const value = valueAt(given, path)
  const name = `"${nameOf(path)}"`
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue.expected, value, path)
    case 'invalid_value':
      return wrongOption(issue.values, value, path)
    case 'too_small':
    case 'too_big':
      return ['out-of-bounds', `${name} ${bound(issue)}`]
    case 'invalid_format':
      return ['wrong-format', `${name} ${wrongFormat(issue.format, path)}`]
    case 'invalid_key':
      return ['unknown-key', `${name} is no currency; use its three capitals, for example CZK`]
    case 'invalid_union':
      return value === undefined
        ? ['missing', `${name} is missing; it is what the field is compared with`]
        : [
            'wrong-type',
            `${name} must be text, a number, true or false, a list of them, or whole amounts by currency`,
          ]
    default:
      return ['wrong', `${name} is not what is expected here`]
  }
}

/** Amounts are the only group of keys among values: what is wrong in them is said by the last member of the union. */
const withinAmounts = (issue: Issue, given: unknown, path: Path): readonly Issue[] => {
  if (issue.code !== 'invalid_union') return [issue]
  const value = valueAt(given, path)
  const inner = issue.errors.at(-1)
  return typeof value === 'object' && value !== null && !Array.isArray(value) && inner ? inner : [issue]
}

/**
 * What zod found, in words.
 * @param given what was parsed, to quote from
 */
export const shapeProblems = (issues: readonly Issue[], given: unknown): CampaignProblem[] =>
  issues.flatMap((outer) => {
    const start = outer.path as Path
    return withinAmounts(outer, given, start).flatMap((issue) => {
      const path = issue === outer ? start : [...start, ...(issue.path as Path)]
      if (issue.code === 'unrecognized_keys')
        return issue.keys.map((key) =>
          errorAt([...path, key], 'unknown-key', `nothing is called "${key}" here${hint(key, KEYS)}`),
        )
      return [errorAt(path, ...described(issue, given, path))]
    })
  })
