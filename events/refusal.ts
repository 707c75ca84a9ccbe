import type * as z from 'zod/mini'

const MAX_LENGTH = 500
const MAX_ISSUES = 3

type Issue = z.core.$ZodIssue

const pathOf = ({ path }: Issue, root: string): string =>
  path.length === 0
    ? root
    : path
        .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
        .join('')
        .slice(1)

/** What stands in the contract, never what stood in the event: a reason is logged and shown, a value may be PII. */
const expectationOf = (issue: Issue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${issue.expected}`
    case 'invalid_value':
      return `expected ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`
    case 'too_small':
      return `expected at least ${issue.minimum}`
    case 'too_big':
      return `expected at most ${issue.maximum}`
    case 'custom':
      return issue.message
    default:
      return 'expected a valid value'
  }
}

/**
 * @param root how the whole that was judged is called
 * @returns why it was refused: JSON paths and what is expected there; at most 3 of them and 500 characters
 */
export const refusalOf = (issues: readonly Issue[], root: string): string => {
  const shown = issues.slice(0, MAX_ISSUES).map((issue) => `${pathOf(issue, root)}: ${expectationOf(issue)}`)
  if (issues.length > MAX_ISSUES) shown.push(`and ${issues.length - MAX_ISSUES} more`)
  return shown.join('; ').slice(0, MAX_LENGTH)
}

const UNSAFE = /[^\x20-\x7e]/g

/** A name that came from outside, cut and cleaned so that it can stand in a reason. */
export const safeName = (name: string): string => name.slice(0, 64).replace(UNSAFE, '?')
