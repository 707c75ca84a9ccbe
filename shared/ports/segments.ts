import type { Segment } from '#shared/domain/campaign/segment.ts'
import type { AuditEntry } from '#shared/ports/audit.ts'

/** A draft as it was given, for what it stands on. */
export interface DraftContent {
  readonly campaignId: string
  readonly content: unknown
}

/** The bank's segments. Each change is written with its audit line, or not at all. */
export interface SegmentStore {
  /** Every segment, by id. A bank has dozens. */
  all(): Promise<readonly Segment[]>
  one(segmentId: string): Promise<Segment | undefined>
  /** @returns false where there is one of this id already */
  create(segment: Segment, audit: AuditEntry): Promise<boolean>
  /** @param seen the revision that it takes the place of @returns false where that is not the revision any more */
  change(segment: Segment, seen: number, audit: AuditEntry): Promise<boolean>
  /** @returns false where `seen` is not its revision any more, or it is gone */
  remove(segmentId: string, seen: number, audit: AuditEntry): Promise<boolean>
  /** What every campaign's draft says now, for whether it names a segment. */
  drafts(): Promise<readonly DraftContent[]>
}
