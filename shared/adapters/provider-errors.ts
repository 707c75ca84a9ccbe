import { ProviderError, type ProviderErrorKind } from '#shared/domain/delivery/provider-error.ts'

/** How one provider's answers are to be read. What it leaves open is sorted by the answer's status. */
export interface ProviderErrors {
  /** What each error means, by the names that the provider documents. */
  readonly kinds: Readonly<Record<string, ProviderErrorKind>>
  /** What a provider says beyond the name, where that makes it another kind. */
  readonly finer?: (error: unknown, name: string) => ProviderErrorKind | undefined
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

/** A field of something of unknown shape. */
export const fieldOf = (value: unknown, field: string): unknown =>
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
export const sortProviderError = (error: unknown, { kinds, finer }: ProviderErrors): ProviderError => {
  const name = String(fieldOf(error, 'name'))
  const named = finer?.(error, name) ?? (Object.hasOwn(kinds, name) ? kinds[name] : undefined)
  if (named) return new ProviderError(named)
  const status = fieldOf(fieldOf(error, '$metadata'), 'httpStatusCode')
  const nothingTaken = status === SERVICE_UNAVAILABLE || neverConnected(error)
  return new ProviderError(nothingTaken ? 'unavailable' : 'in-doubt')
}
