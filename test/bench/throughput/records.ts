import type { QueueRecord } from '#functions/react-to-events/read-records.ts'
import { mixEvents } from '#test/bench/mix/events.ts'
import type { MixShares } from '#test/bench/mix/kinds.ts'

/** When the bench's first event occurs; its functions live a day later. */
export const START = new Date('2026-06-16T08:00:00Z')
export const LATER = new Date('2026-06-17T08:00:00Z')

export interface Stream {
  readonly seed: number
  readonly customers: number
  readonly events: number
  readonly shares: MixShares
}

export type Events = readonly (ReturnType<typeof mixEvents> extends Generator<infer Event> ? Event : never)[]

export const eventsOf = ({ seed, customers, events, shares }: Stream): Events => [
  ...mixEvents({ seed, customers, run: 'throughput', start: START, from: 0, to: events, shares }),
]

/** What EventBridge puts around a detail, as the queue carries it. */
const bodyOf = (detailType: string, detail: unknown, number: number): string =>
  JSON.stringify({
    version: '0',
    id: `6a7e8feb-b491-4cf7-a9f1-${String(number).padStart(12, '0')}`,
    'detail-type': detailType,
    source: 'bank.core',
    account: '111122223333',
    time: '2026-06-16T08:00:00Z',
    region: 'eu-central-1',
    resources: [],
    detail,
  })

const chunks = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size))

/** Batches of so many records with one event each. */
export const singleRecords = (events: Events, batchSize: number): QueueRecord[][] =>
  chunks(
    events.map(({ detailType, detail }, number) => ({
      messageId: `record-${number}`,
      body: bodyOf(detailType, detail, number),
    })),
    batchSize,
  )

/** Batches of one record, a BankEventBatch of so many members. */
export const batchRecords = (events: Events, members: number): QueueRecord[][] =>
  chunks(events, members).map((batch, number) => {
    const metadata = { eventId: `batch-${number}`, occurredAt: START.toISOString(), version: 1 }
    const body = bodyOf('BankEventBatch', { metadata, data: { events: batch } }, number)
    return [{ messageId: `record-${number}`, body }]
  })
