import type { ReachJob, ReachPart, ReachWork } from '#shared/domain/reach/reach-job.ts'
import type { AuditEntry } from '#shared/ports/audit.ts'

/** Exact counts and how far they have come; kept for 30 days. */
export interface ReachJobs {
  /** Written with its audit line. */
  create(job: ReachJob, audit: AuditEntry): Promise<void>
  job(reachId: string): Promise<ReachJob | undefined>
  /** As it stands; one that nobody has begun where nothing stands. */
  part(reachId: string, part: number): Promise<ReachPart>
  /** Every part that was begun. */
  parts(reachId: string): Promise<readonly ReachPart[]>
  /** Writes a part with one more page over the one that was seen. @returns false where it has moved on: it was not written */
  advance(
    reachId: string,
    seen: ReachPart,
    next: ReachPart & { readonly countedAt: string },
  ): Promise<boolean>
}

/** Work on parts of exact counts. */
export interface ReachQueue {
  /** @throws RetryableError `unavailable` where the queue did not take all */
  send(works: readonly ReachWork[]): Promise<void>
}
