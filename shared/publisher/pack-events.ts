import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { bankEventBatch, MAX_BATCH_MEMBERS } from '#events/bank-event-batch.ts'
import type { BankEvent } from '#events/registry.ts'
import { groupBySize } from '#shared/publisher/group.ts'
import { type Entry, MAX_PACKED_BYTES } from '#shared/publisher/limits.ts'

/** A valid event and its place in the input. */
export interface Checked {
  readonly index: number
  readonly event: BankEvent
}

/** An entry and the places in the input of the events that are in it. */
export interface PackedEntry {
  readonly entry: Entry
  readonly indexes: readonly number[]
}

/** One entry an event. */
export const packSingly = (checked: readonly Checked[], source: string): PackedEntry[] =>
  checked.map(({ index, event }) => ({
    entry: { Source: source, DetailType: event.detailType, Detail: JSON.stringify(event.detail) },
    indexes: [index],
  }))

interface Member extends Checked {
  readonly json: string
}

/** The same members have the same batch id, so that a publisher that starts over repeats itself recognisably. */
const batchId = (members: readonly Member[]): string => {
  const hash = createHash('sha256')
  for (const { event } of members) hash.update(event.detail.metadata.eventId).update('\n')
  return `batch-${hash.digest('hex').slice(0, 32)}`
}

/** How the list of a batch travels: as it is, or as the text of its compressed JSON. */
export type Form = 'plain' | 'compressed'

const batchEntry = (members: readonly [Member, ...Member[]], source: string, form: Form): Entry => {
  const { occurredAt } = members[0].event.detail.metadata
  const metadata = JSON.stringify({ eventId: batchId(members), occurredAt, version: 1 })
  const events = `[${members.map(({ json }) => json).join(',')}]`
  const data = form === 'plain' ? `{"events":${events}}` : `{"gzip":"${gzipSync(events).toString('base64')}"}`
  return {
    Source: source,
    DetailType: bankEventBatch.name,
    Detail: `{"metadata":${metadata},"data":${data}}`,
  }
}

/** Bytes of a batch beside its members: source, name, metadata and brackets are well below this. */
const FRAME_BYTES = 1024

/**
 * Batches as large as bytes and members allow; a member is serialized once. Compressed ones are as large as plain ones
 * before they are compressed, so that a reader knows what it opens.
 */
export const packInBatches = (
  checked: readonly Checked[],
  source: string,
  form: Form = 'plain',
): PackedEntry[] => {
  const members = checked.map((one): Member => ({ ...one, json: JSON.stringify(one.event) }))
  const groups = groupBySize(members, ({ json }) => Buffer.byteLength(json) + 1, {
    maxItems: MAX_BATCH_MEMBERS,
    maxBytes: MAX_PACKED_BYTES - FRAME_BYTES,
  })
  return groups.flatMap((group) => {
    const [first, ...rest] = group
    if (first === undefined) return []
    return [{ entry: batchEntry([first, ...rest], source, form), indexes: group.map(({ index }) => index) }]
  })
}
