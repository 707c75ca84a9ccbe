import { PermanentError, RetryableError } from '#shared/domain/errors.ts'
import type { LogFields } from '#shared/ports/log.ts'

const FRAME = /^\s+at .+:\d+:\d+\)?$/

/**
 * An error as it may be logged: its kind and where it came from, but of foreign errors not the text, which may quote
 * an address or a whole request (RULES 17).
 */
export const errorReport = (error: unknown): LogFields => {
  if (error instanceof PermanentError || error instanceof RetryableError) {
    return { error: error.name, reason: error.reason }
  }
  if (!(error instanceof Error)) return { error: typeof error }
  const frames = (error.stack ?? '').split('\n').filter((line) => FRAME.test(line))
  return { error: error.name, frames: frames.map((frame) => frame.trim()) }
}
