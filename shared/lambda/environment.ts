import * as z from 'zod/mini'

/** Names a function's environment must not get from the outside, because two readings of them would differ. */
export const logLevelSchema = z._default(z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR']), 'INFO')

/**
 * Where a function's time comes from. `wall` always, but in a replay of recorded events, where `event` lets each
 * decision be taken at the time of the event that led to it.
 */
export const clockSchema = z._default(z.enum(['wall', 'event']), 'wall')

/**
 * Reads a function's environment once, at start.
 * @throws Error naming every variable that is missing or wrong, never its value.
 */
export const parseEnvironment = <T extends z.core.$ZodType>(
  schema: T,
  environment: Readonly<Record<string, string | undefined>>,
): z.output<T> => {
  const parsed = z.safeParse(schema, environment)
  if (parsed.success) return parsed.data
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new Error(`environment is not usable: ${wrong.join('; ')}`)
}
