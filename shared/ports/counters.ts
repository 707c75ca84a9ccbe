/** Counted metrics, by the names of DESIGN and ARCH; see shared/lambda/observability.ts. */
export interface Counters {
  /** @param by 1 unless told */
  count(metric: string, by?: number): void
}
