import { setTimeout as delay } from 'node:timers/promises'

/** How often, and how long to wait between. `random` and `sleep` are there so that tests need neither chance nor time. */
export interface RetryOptions {
  /** Attempts per entry, the first one counted. @default 6 */
  readonly maxAttempts?: number
  /** In [0, 1). @default Math.random */
  readonly random?: () => number
  /** @default waits for real */
  readonly sleep?: (milliseconds: number) => Promise<unknown>
}

export const DEFAULT_ATTEMPTS = 6
const FIRST_MS = 100
const LONGEST_MS = 10_000

/** Full jitter: anything up to the doubled time, so that publishers that failed together do not come back together. */
export const backoff = (
  attempt: number,
  { random = Math.random, sleep = delay }: RetryOptions,
): Promise<unknown> => sleep(Math.floor(random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1))))

/** Codes with which EventBridge says "later": of single entries and of whole requests. */
const TRANSIENT = new Set([
  'InternalFailure',
  'InternalException',
  'InternalServerError',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'ThrottlingException',
  'ThrottledException',
  'Throttling',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'RequestTimeout',
  'RequestTimeoutException',
  'TimeoutError',
  'LimitExceededException',
])

export const isTransientCode = (code: string): boolean => TRANSIENT.has(code)

/** The code of a failed request: an AWS error's name, or a socket's code (`ECONNRESET`). */
export const codeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'UnknownError'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}

/** Whether the same request may succeed later: throttled, a server's fault, or the connection broke. */
export const isTransientError = (error: unknown): boolean => {
  const code = codeOf(error)
  if (isTransientCode(code) || /^E[A-Z]+$/.test(code)) return true
  const status = (error as { $metadata?: { httpStatusCode?: number } } | null)?.$metadata?.httpStatusCode
  return status === 429 || (status !== undefined && status >= 500)
}
