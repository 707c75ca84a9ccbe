import type { Segment } from '#shared/domain/campaign/segment.ts'
import type { AuditEntry } from '#shared/ports/audit.ts'
import type { DraftContent, SegmentStore } from '#shared/ports/segments.ts'

/** Segments in memory, with the audit lines that were written with them. */
export const inMemorySegments = (drafts: readonly DraftContent[] = []) => {
  const stored = new Map<string, Segment>()
  const lines: AuditEntry[] = []
  const write = (allowed: boolean, audit: AuditEntry, effect: () => void): boolean => {
    if (!allowed) return false
    effect()
    lines.push(audit)
    return true
  }
  const isSeen = (id: string, seen: number) => stored.get(id)?.revision === seen
  const store: SegmentStore = {
    all: async () => [...stored.values()].sort((left, right) => (left.segmentId < right.segmentId ? -1 : 1)),
    one: async (id) => stored.get(id),
    create: async (segment, audit) =>
      write(!stored.has(segment.segmentId), audit, () => stored.set(segment.segmentId, segment)),
    change: async (segment, seen, audit) =>
      write(isSeen(segment.segmentId, seen), audit, () => stored.set(segment.segmentId, segment)),
    remove: async (id, seen, audit) => write(isSeen(id, seen), audit, () => stored.delete(id)),
    drafts: async () => drafts,
  }
  return { store, lines }
}
