import { ProblemError } from '#functions/api/http/problem.ts'
import type { AnyAnswer } from '#functions/api/http/route.ts'
import type { Idempotency, RequestKey } from '#shared/ports/idempotency.ts'

/** Visible ASCII, as a UUID is; the header of draft-ietf-httpapi-idempotency-key-header. */
const KEY = /^[\x21-\x7e]{1,128}$/

/** @throws ProblemError 400 for a key of another form */
export const idempotencyKeyOf = (request: Request): string | undefined => {
  const key = request.headers.get('idempotency-key')
  if (key === null) return undefined
  if (!KEY.test(key))
    throw new ProblemError(
      400,
      'bad-idempotency-key',
      'Idempotency-Key must be 1 to 128 visible ASCII characters',
    )
  return key
}

/**
 * Answers a repeated request with what the first one was answered. A refused one changed nothing and is done anew.
 * @throws ProblemError 409 while the first is running, 422 where the key was used for something else; what work throws
 */
export const answerOnce = async (
  idempotency: Idempotency,
  request: RequestKey,
  content: unknown,
  work: () => Promise<AnyAnswer>,
): Promise<{ readonly answer: AnyAnswer; readonly repeated: boolean }> => {
  const once = await idempotency.once(request, content, work)
  if (once.outcome === 'running')
    throw new ProblemError(
      409,
      'still-running',
      'The first request with this Idempotency-Key has not ended yet',
    )
  if (once.outcome === 'other-request')
    throw new ProblemError(422, 'key-used', 'This Idempotency-Key was used for another request')
  return { answer: once.result, repeated: once.outcome === 'repeated' }
}
