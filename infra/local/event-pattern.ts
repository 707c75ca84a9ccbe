/** Says whether an event (the parsed envelope) matches; never throws, whatever the event holds. */
export type EventMatcher = (event: unknown) => boolean

/**
 * Compiles an EventBridge event pattern. Throws an Error that names what is wrong, unknown operators included: a
 * pattern that the local cloud cannot honour must stop its boot rather than match something else than AWS would.
 */
export function compileEventPattern(_pattern: unknown): EventMatcher {
  throw new Error('not yet')
}
