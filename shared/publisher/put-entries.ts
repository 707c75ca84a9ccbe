import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { groupBySize } from '#shared/publisher/group.ts'
import {
  type Entry,
  entryBytes,
  MAX_ENTRY_BYTES,
  MAX_REQUEST_BYTES,
  MAX_REQUEST_ENTRIES,
} from '#shared/publisher/limits.ts'
import {
  backoff,
  codeOf,
  DEFAULT_ATTEMPTS,
  isTransientCode,
  isTransientError,
  type RetryOptions,
} from '#shared/publisher/retry.ts'

export interface PutEntriesOptions extends RetryOptions {
  readonly client: EventBridgeClient
  readonly busName: string
  /** Requests under way at once. More than 1 gives up the order of entries. @default 1 */
  readonly concurrency?: number
  /** Called after every request that was settled, with how many entries were settled by it. */
  readonly onProgress?: (entries: number) => void
}

/** An entry that was not taken: its place in the input, EventBridge's code, and how often it was tried. */
export interface EntryFailure {
  readonly index: number
  readonly reason: string
  readonly attempts: number
}

export interface PutEntriesResult {
  readonly sent: number
  readonly failed: readonly EntryFailure[]
  readonly requests: number
}

interface Pending {
  readonly index: number
  readonly entry: Entry
}

/** One attempt's answer per entry: undefined if it was taken, else the code and whether a later attempt may help. */
type Answer = { readonly code: string; readonly transient: boolean } | undefined

const put = async (
  pending: readonly Pending[],
  { client, busName }: PutEntriesOptions,
): Promise<Answer[]> => {
  try {
    const entries = pending.map(({ entry }) => ({ ...entry, EventBusName: busName }))
    const { Entries = [] } = await client.send(new PutEventsCommand({ Entries: entries }))
    return pending.map((_, i) => {
      const answer = Entries[i]
      if (answer?.EventId !== undefined && answer.ErrorCode === undefined) return undefined
      const code = answer?.ErrorCode ?? 'NoAnswer'
      return { code, transient: answer?.ErrorCode === undefined || isTransientCode(code) }
    })
  } catch (error) {
    const answer = { code: codeOf(error), transient: isTransientError(error) }
    return pending.map(() => answer)
  }
}

/** Sends one request's entries and those of them that failed again, until all are taken or nothing helps. */
const putGroup = async (group: readonly Pending[], options: PutEntriesOptions) => {
  const { maxAttempts = DEFAULT_ATTEMPTS } = options
  const failed: EntryFailure[] = []
  let pending = group
  let attempts = 0
  while (pending.length > 0) {
    if (attempts > 0) await backoff(attempts, options)
    attempts++
    const answers = await put(pending, options)
    const again: Pending[] = []
    for (const [i, one] of pending.entries()) {
      const answer = answers[i]
      if (answer === undefined) continue
      if (answer.transient && attempts < maxAttempts) again.push(one)
      else failed.push({ index: one.index, reason: answer.code, attempts })
    }
    pending = again
  }
  options.onProgress?.(group.length)
  return { failed, requests: attempts }
}

/**
 * Puts formed entries on a bus: packs requests, honours the failure of single entries, waits and tries again. Never
 * throws for what EventBridge answers; what could not be sent is in `failed`, by the entry's index.
 */
export const putEntries = async (
  entries: readonly Entry[],
  options: PutEntriesOptions,
): Promise<PutEntriesResult> => {
  const all = entries.map((entry, index) => ({ entry, index, bytes: entryBytes(entry) }))
  const failed: EntryFailure[] = all
    .filter(({ bytes }) => bytes > MAX_ENTRY_BYTES)
    .map(({ index }) => ({ index, reason: 'TooLarge', attempts: 0 }))
  const groups = groupBySize(
    all.filter(({ bytes }) => bytes <= MAX_ENTRY_BYTES),
    ({ bytes }) => bytes,
    { maxItems: MAX_REQUEST_ENTRIES, maxBytes: MAX_REQUEST_BYTES },
  )
  let requests = 0
  const rest = groups.values()
  const worker = async () => {
    for (const group of rest) {
      const result = await putGroup(group, options)
      requests += result.requests
      failed.push(...result.failed)
    }
  }
  await Promise.all(Array.from({ length: options.concurrency ?? 1 }, worker))
  failed.sort((a, b) => a.index - b.index)
  return { sent: entries.length - failed.length, failed, requests }
}
