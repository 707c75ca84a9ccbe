import { PermanentError } from '#shared/domain/errors.ts'

/**
 * What a store says when a request can never succeed: the request itself is refused (too large an item, a bad
 * expression), or what stands there is not what we wrote. By name, so that the use case needs no SDK.
 */
const PERMANENT_NAMES: ReadonlySet<string> = new Set(['ValidationException', '$ZodError', 'ZodError'])

export const isPermanent = (error: unknown): error is Error =>
  error instanceof PermanentError || (error instanceof Error && PERMANENT_NAMES.has(error.name))
