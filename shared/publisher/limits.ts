/**
 * Limits of PutEvents. Entries: API reference "PutEvents" (`Entries`: at most 10). Sizes: "Amazon EventBridge quotas"
 * and "Calculating PutEvents event entry size" in the user guide. The size of an event was 256 KB until January 2026
 * and is 1 MB since, but not in every partition (China keeps 256 KB): what we pack ourselves stays below the old one.
 */
export const MAX_REQUEST_ENTRIES = 10
/** UTF-8 bytes that several entries of one request may have together. */
export const MAX_REQUEST_BYTES = 256 * 1024
/** Bytes of one entry, which then has a request to itself. */
export const MAX_ENTRY_BYTES = 1024 * 1024
/** How full we pack a batch of events, with room for the envelope that EventBridge puts around it. */
export const MAX_PACKED_BYTES = 200 * 1024

/** One entry as EventBridge takes it; the bus is named when it is sent. */
export interface Entry {
  readonly Source: string
  readonly DetailType: string
  /** JSON object as text. */
  readonly Detail: string
}

/** Size in bytes as EventBridge counts it (see above). */
export const entryBytes = ({ Source, DetailType, Detail }: Entry): number =>
  Buffer.byteLength(Source) + Buffer.byteLength(DetailType) + Buffer.byteLength(Detail)
