/** Why a request is not done. What a caller may not see is `not-found`, as if it did not exist. */
export type RefusalKind =
  | 'not-found'
  /** Does not fit the state that things are in. */
  | 'conflict'
  /** Somebody else has changed it since the caller looked (If-Match). */
  | 'changed'
  /** Says something that breaks a rule; `problems` name where. */
  | 'invalid'
  | 'forbidden'
  | 'too-early'
  /** More than one may do in so much time. */
  | 'too-many'

/** One thing that is wrong, for the person who asked. */
export interface RefusalProblem {
  /** Where in what was sent, with dots: `content.audience.all.1.field`. Empty for the whole. */
  readonly path: string
  /** Stable: programs may name it. */
  readonly code: string
  readonly message: string
}

/**
 * A request that is refused for a reason the caller should know. Code, text and problems are answered as they stand, so
 * none may hold a name, an address or a phone number.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly kind: RefusalKind
  /** Stable: `own-campaign`, `no-such-campaign`. */
  readonly code: string
  readonly problems: readonly RefusalProblem[]
  /** When the same request may go well, in whole seconds from now; undefined where time alone mends nothing. */
  readonly retryAfter: number | undefined

  /** @param detail a sentence for people: what stands against it, and what to do */
  constructor(
    kind: RefusalKind,
    code: string,
    detail: string,
    problems: readonly RefusalProblem[] = [],
    retryAfter?: number,
  ) {
    super(detail)
    this.retryAfter = retryAfter
    this.kind = kind
    this.code = code
    this.problems = problems
  }
}
