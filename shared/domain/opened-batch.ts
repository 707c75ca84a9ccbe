import { gunzipSync } from 'node:zlib'

/** A batch that is larger than this when it is opened is left closed: five hundred events of four kilobytes each. */
const LARGEST_OPENED = 2_000_000

const compressedOf = (detail: unknown): string | undefined => {
  const data = (detail as { readonly data?: unknown } | null)?.data
  const { gzip, events } = (data ?? {}) as { readonly gzip?: unknown; readonly events?: unknown }
  return typeof gzip === 'string' && events === undefined ? gzip : undefined
}

/**
 * A `BankEventBatch` may travel with `data.gzip` instead of `data.events`: the list as JSON, compressed, in Base64. It is
 * opened before its contract looks at it, which knows the list only.
 * @returns the detail with its list; as it was where it is no compressed batch, and where it cannot be opened: its contract
 *   then refuses it
 */
export const openedBatch = (detailType: unknown, detail: unknown): unknown => {
  const gzip = detailType === 'BankEventBatch' ? compressedOf(detail) : undefined
  if (gzip === undefined) return detail
  try {
    const opened = gunzipSync(Buffer.from(gzip, 'base64'), { maxOutputLength: LARGEST_OPENED })
    return { ...(detail as object), data: { events: JSON.parse(opened.toString()) } }
  } catch {
    return detail
  }
}
