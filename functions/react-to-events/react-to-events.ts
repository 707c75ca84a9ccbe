import type { ReactDependencies, Tally } from '#functions/react-to-events/dependencies.ts'
import { reactToCustomer } from '#functions/react-to-events/react-to-customer.ts'
import {
  customerOf,
  type QueueRecord,
  type Refused,
  readRecords,
  type Work,
} from '#functions/react-to-events/read-records.ts'
import { campaignIndex } from '#shared/domain/campaign/compile.ts'
import { RetryableError } from '#shared/domain/errors.ts'
import { type Conversion, conversionOf } from '#shared/domain/results/conversion.ts'
import type { Delivery } from '#shared/ports/decision-recorder.ts'
import { inParallel } from '#shared/use-cases/in-parallel.ts'
import { isPermanent } from '#shared/use-cases/permanent.ts'

/** Customers of one batch that are worked on at a time: enough to hide DynamoDB's latency. */
const CONCURRENCY = 20

const isAny = (works: readonly Work[]): works is readonly [Work, ...Work[]] => works.length > 0

const messageIdsOf = (works: readonly Work[]): string[] => works.map(({ messageId }) => messageId)

/** What is to be attributed, by the record it came with. */
const conversionsIn = (works: readonly Work[]): ReadonlyMap<Conversion, string> => {
  const conversions = new Map<Conversion, string>()
  for (const work of works)
    if (work.kind === 'event' && work.event.detailType === 'ConversionRecorded')
      conversions.set(conversionOf(work.event.detail), work.messageId)
  return conversions
}

/**
 * Reacts to a batch of bank events and calendar hints: per customer one conditional write of the profile, then the
 * signals, the decisions, and the messages onto their queues; conversions go on to a queue of their own.
 * @returns the ids of the records that must come back: those with work that failed for now
 */
export const reactToEvents = async (
  records: readonly QueueRecord[],
  dependencies: ReactDependencies,
): Promise<{ readonly failedMessageIds: readonly string[]; readonly tally: Tally }> => {
  const { parking, campaigns, queues, log, wallClock, describeError } = dependencies
  const conversionQueue = dependencies.conversions
  const { work, refused } = readRecords(records, wallClock())
  const failed = new Set<string>()
  const refusedByStore = new Set<Work>()
  const tally: Tally = new Map()
  const count = (name: string, by: number): void => void tally.set(name, (tally.get(name) ?? 0) + by)

  const fail = (messageIds: readonly string[], error: unknown): void => {
    for (const messageId of messageIds) failed.add(messageId)
    log.warn('work goes back to its queue', { records: messageIds.length, ...describeError(error) })
  }

  const park = async ({ messageId, reason, origin }: Refused): Promise<void> => {
    try {
      const parkedId = origin.parkedId()
      const payload = origin.payload()
      await parking.park({ ...origin, parkedId, payload, reason, parkedAt: wallClock() })
      count('EventsParked', 1)
      log.warn('parked', { parkedId, reason })
    } catch (error) {
      fail([messageId], error)
    }
  }

  const [live, settings] = await Promise.all([campaigns.liveCampaigns(), campaigns.settings()])
  const context = { ...dependencies, settings, index: campaignIndex(live), count }
  const deliveries: { readonly delivery: Delivery; readonly messageIds: readonly string[] }[] = []

  const react = async (works: readonly Work[]): Promise<void> => {
    if (!isAny(works)) return
    try {
      const due = await reactToCustomer(works, context)
      for (const delivery of due) deliveries.push({ delivery, messageIds: messageIdsOf(works) })
    } catch (error) {
      if (!isPermanent(error)) return fail(messageIdsOf(works), error)
      // One of them can never succeed; each is tried by itself, so that the others have their effect.
      const [first] = works
      if (works.length > 1) for (const single of works) await react([single])
      else {
        refusedByStore.add(first)
        await park({ ...first, reason: `refused by the store: ${error.name}` })
      }
    }
  }

  await inParallel([...Map.groupBy(work, customerOf).values()], CONCURRENCY, react)
  await inParallel(refused, CONCURRENCY, park)

  const left = new Set(await queues.enqueue(deliveries.map(({ delivery }) => delivery)))
  for (const { delivery, messageIds } of deliveries)
    if (left.has(delivery)) fail(messageIds, new RetryableError('unavailable'))

  const conversions = conversionsIn(
    work.filter((each) => !failed.has(each.messageId) && !refusedByStore.has(each)),
  )
  const unsent = new Set(await conversionQueue.send([...conversions.keys()]))
  for (const [conversion, messageId] of conversions)
    if (unsent.has(conversion)) fail([messageId], new RetryableError('unavailable'))

  const accepted = work.filter(
    (each) => each.kind === 'event' && !failed.has(each.messageId) && !refusedByStore.has(each),
  )
  count('EventsAccepted', accepted.length)
  return { failedMessageIds: [...failed], tally }
}
