import type { LocalFunction } from '#infra/local/lambda.ts'

/** Lambda calls again twice where a function failed; on AWS after a minute and after two more. */
const RETRIES = 2

export interface AsyncInvocations {
  /** Takes events as Lambda's own queue does, and returns before the function is called: one invocation an event. */
  readonly take: (bodies: readonly string[]) => void
  /** Resolves when all that was taken is done. @throws Error when an event failed as often as it may */
  readonly idle: () => Promise<void>
}

/**
 * What Lambda does between an asynchronous caller, such as EventBridge, and a function. One event after the other: on
 * AWS each invocation has a processor of its own, and here two at once would wait for each other and be billed for it.
 */
export const createAsyncInvocations = (target: Pick<LocalFunction, 'invoke'>): AsyncInvocations => {
  let last = Promise.resolve()
  let failure: { readonly cause: unknown } | undefined

  const invoke = async (event: unknown, retries = RETRIES): Promise<void> => {
    try {
      await target.invoke(event)
    } catch (cause) {
      if (retries > 0) return invoke(event, retries - 1)
      failure ??= { cause }
    }
  }

  return {
    take: (bodies) => {
      for (const body of bodies) last = last.then(() => invoke(JSON.parse(body)))
    },
    idle: async () => {
      await last
      const failed = failure
      failure = undefined
      if (failed) throw new Error('an event of the usual design failed for good', failed)
    },
  }
}
