/** What a request is known by when it comes again. */
export interface RequestKey {
  readonly userId: string
  /** Route with its parameters: the same key of another route is another request. */
  readonly operation: string
  /** As the client chose it. */
  readonly key: string
}

export type Once<Result> =
  | { readonly outcome: 'done' | 'repeated'; readonly result: Result }
  /** The key was used for something else. */
  | { readonly outcome: 'other-request' }
  /** The first of the two has not ended. */
  | { readonly outcome: 'running' }

/** Keeps what was answered to a request for a day, so that a client that heard nothing can ask again. */
export interface Idempotency {
  /**
   * Does the work, unless the same was done before: then what it came to is returned again.
   * @param content everything else the request says; with another content the key is refused
   * @throws what the work throws; then nothing is kept, and the same request may be tried again
   */
  once<Result>(request: RequestKey, content: unknown, work: () => Promise<Result>): Promise<Once<Result>>
}
