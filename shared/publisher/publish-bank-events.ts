import { type BankEvent, parseBankEvent } from '#events/registry.ts'
import { type Checked, type PackedEntry, packInBatches, packSingly } from '#shared/publisher/pack-events.ts'
import { type PutEntriesOptions, putEntries } from '#shared/publisher/put-entries.ts'

export interface PublishOptions extends PutEntriesOptions {
  /** Who publishes; starts with `bank.`. @default 'bank.core' */
  readonly source?: string
  /**
   * `batch` packs many events into one entry (cheaper), `compressed` does so in a fifth of the bytes, for readers that can
   * open it (docs/adr/0034-compressed-batches.md); `single` lets rules select by detail-type. @default 'batch'
   */
  readonly batching?: 'single' | 'batch' | 'compressed'
}

/** An event that was not sent. */
export interface PublishFailure {
  readonly event: BankEvent
  /** Why: what the contract expected (`attempts` is 0), or EventBridge's code. */
  readonly reason: string
  readonly attempts: number
}

export interface PublishResult {
  /** Events that the bus has taken. */
  readonly sent: number
  readonly failed: readonly PublishFailure[]
  /** Entries formed, each billed per 64 KB. */
  readonly entries: number
  readonly requests: number
}

/** Splits the input into what its contracts accept, as they accept it, and the rest with the reason. */
const check = (events: readonly BankEvent[]) => {
  const checked: Checked[] = []
  const refused: (PublishFailure & { index: number })[] = []
  for (const [index, event] of events.entries()) {
    const result = parseBankEvent(event?.detailType, event?.detail)
    if (!result.ok) refused.push({ index, event, reason: result.reason, attempts: 0 })
    else if (result.event.detailType !== 'BankEventBatch') checked.push({ index, event: result.event })
    else refused.push({ index, event, reason: 'detailType: expected no batch', attempts: 0 })
  }
  return { checked, refused }
}

const pack = (
  checked: readonly Checked[],
  source: string,
  batching: NonNullable<PublishOptions['batching']>,
): PackedEntry[] => {
  if (batching === 'single') return packSingly(checked, source)
  return packInBatches(checked, source, batching === 'compressed' ? 'compressed' : 'plain')
}

/**
 * Publishes bank events. Invalid ones are reported and not sent; fields that no contract knows are left out. Single
 * failures and throttling are tried again with growing, random pauses. Delivery is at least once: publish the failed
 * ones again as they are, their `eventId` keeps them from counting twice.
 *
 * @returns what was sent and, in the order of the input, what was not; rejects only for a wrong `source`
 */
export const publishBankEvents = async (
  events: readonly BankEvent[],
  { source = 'bank.core', batching = 'batch', ...options }: PublishOptions,
): Promise<PublishResult> => {
  if (!source.startsWith('bank.'))
    throw new RangeError("source must start with 'bank.': no rule would match it")
  const { checked, refused } = check(events)
  const packed = pack(checked, source, batching)
  const result = await putEntries(
    packed.map(({ entry }) => entry),
    options,
  )
  const unsent = result.failed.flatMap(({ index, reason, attempts }) =>
    (packed[index]?.indexes ?? []).flatMap((place) => {
      const event = events[place]
      return event === undefined ? [] : [{ index: place, event, reason, attempts }]
    }),
  )
  const failed = [...refused, ...unsent].sort((a, b) => a.index - b.index)
  return {
    sent: events.length - failed.length,
    failed: failed.map(({ index: _, ...failure }) => failure),
    entries: packed.length,
    requests: result.requests,
  }
}
