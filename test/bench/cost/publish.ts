import type { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import type { BankEvent } from '#events/registry.ts'
import { type Entry, entryBytes } from '#shared/publisher/limits.ts'
import { packInBatches, packSingly } from '#shared/publisher/pack-events.ts'
import { putEntries } from '#shared/publisher/put-entries.ts'

const SOURCE = 'bank.core'

/** PutEvents requests under way at once. */
const CONCURRENCY = 8

/** How the bank publishes: an entry an event, or a `BankEventBatch` of so many, its list plain or compressed. */
export type Packing = 'singly' | number | { readonly compressed: number }

/** @returns entries that hold the events in their order */
export const entriesOf = (events: readonly BankEvent[], packing: Packing): Entry[] => {
  const checked = events.map((event, index) => ({ index, event }))
  if (packing === 'singly') return packSingly(checked, SOURCE).map(({ entry }) => entry)
  const [members, form] =
    typeof packing === 'number'
      ? ([packing, 'plain'] as const)
      : ([packing.compressed, 'compressed'] as const)
  const entries: Entry[] = []
  for (let from = 0; from < checked.length; from += members)
    for (const { entry } of packInBatches(checked.slice(from, from + members), SOURCE, form))
      entries.push(entry)
  return entries
}

/** @throws Error where EventBridge did not take all of them */
export const publish = async (
  client: EventBridgeClient,
  busName: string,
  entries: readonly Entry[],
): Promise<void> => {
  const { failed } = await putEntries(entries, { client, busName, concurrency: CONCURRENCY })
  if (failed.length > 0) throw new Error(`${failed.length} entries were not taken: ${failed[0]?.reason}`)
}

/** Bytes that the bus puts around an entry for its targets: id, account, time, region, resources. */
const ENVELOPE_BYTES = 260

/** An entry as its targets get it, in bytes. */
export const deliveredBytes = (entry: Entry): number => entryBytes(entry) + ENVELOPE_BYTES
