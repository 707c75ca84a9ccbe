import { PermanentError, RetryableError } from '#shared/domain/errors.ts'

/** How one provider's answers are to be read, by the error's name. */
export interface ProviderErrors {
  /** The provider took nothing, because it is asked too often. */
  readonly throttled: readonly string[]
  /** The provider took nothing, for a reason that lies with the installation or with the provider itself. */
  readonly unavailable: readonly string[]
  /** The provider refuses this message for good: error name → reason. */
  readonly refused: Readonly<Record<string, string>>
}

/** The connection was never made, so nothing was written to it. */
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

const fieldOf = (value: unknown, field: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, field) : undefined

/** Whether the error (or what caused it) says that no connection was made. */
export const neverConnected = (error: unknown): boolean => {
  const codes = [fieldOf(error, 'code'), fieldOf(fieldOf(error, 'cause'), 'code')]
  return codes.some((code) => typeof code === 'string' && NEVER_CONNECTED.has(code))
}

const SERVICE_UNAVAILABLE = 503

/**
 * Sorts what an AWS client threw. Whatever is not known to have been refused may have been taken: timeouts, resets,
 * answers of 5xx. Nothing of the provider's text is kept, because it may quote the address (RULES 17).
 */
export const sortProviderError = (error: unknown, known: ProviderErrors): PermanentError | RetryableError => {
  const name = String(fieldOf(error, 'name'))
  const refusal = known.refused[name]
  if (refusal) return new PermanentError(refusal)
  if (known.throttled.includes(name)) return new RetryableError('throttled')
  const status = fieldOf(fieldOf(error, '$metadata'), 'httpStatusCode')
  const nothingTaken =
    known.unavailable.includes(name) || status === SERVICE_UNAVAILABLE || neverConnected(error)
  return new RetryableError(nothingTaken ? 'unavailable' : 'in-doubt')
}
