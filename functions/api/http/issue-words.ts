import type * as z from 'zod/mini'
import type { RefusalProblem } from '#shared/use-cases/refusal.ts'

type Issue = z.core.$ZodIssue

/** Of a request with hundreds of mistakes, so many are told. */
const MOST_PROBLEMS = 50
const LONGEST_KEY = 64

/** Keys may be the caller's own (languages, currencies), so they are cut; what stands under them is never quoted. */
const keyOf = (key: PropertyKey): string => String(key).slice(0, LONGEST_KEY)

const sizeWords = (issue: Extract<Issue, { code: 'too_small' | 'too_big' }>): string => {
  const limit = issue.code === 'too_small' ? `at least ${issue.minimum}` : `at most ${issue.maximum}`
  if (issue.origin === 'string') return `must have ${limit} characters`
  return issue.origin === 'array' ? `must have ${limit} entries` : `must be ${limit}`
}

/** What is wrong, in words of the schema: zod's own texts quote what was sent here and there. */
const wordsOf = (issue: Issue): readonly [code: string, message: string] => {
  switch (issue.code) {
    case 'invalid_type':
      return ['wrong-type', `must be of type ${issue.expected}, and be there`]
    case 'invalid_value':
      return ['unknown-option', `must be one of: ${issue.values.map(String).join(', ')}`]
    case 'too_small':
    case 'too_big':
      return ['out-of-bounds', sizeWords(issue)]
    case 'invalid_format':
      return ['wrong-format', `must have the form ${issue.pattern ?? issue.format}`]
    case 'unrecognized_keys':
      return ['unknown-key', 'nothing is called so here']
    case 'invalid_key':
      return ['unknown-key', 'cannot be a key here']
    // The schema's own sentence, which quotes nothing.
    case 'custom':
      return ['wrong', issue.message]
    default:
      return ['wrong', 'is not what is expected here']
  }
}

/** The same in words: each with its path, none with a value. @param place what the path begins with */
export const problemsOf = (issues: readonly Issue[], place: readonly string[] = []): RefusalProblem[] =>
  issues
    .flatMap((issue) => {
      const [code, message] = wordsOf(issue)
      const path = [...place, ...issue.path]
      const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key]) : [path]
      return paths.map((each) => ({ path: each.map(keyOf).join('.'), code, message }))
    })
    .slice(0, MOST_PROBLEMS)
