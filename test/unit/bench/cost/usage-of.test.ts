import { describe, expect, it } from 'vitest'
import type { Played } from '#test/bench/cost/play.ts'
import { deliveredBytes, entriesOf } from '#test/bench/cost/publish.ts'
import { publishWebhooksUsage } from '#test/bench/cost/publish-webhooks.ts'
import { standingCosts } from '#test/bench/cost/standing.ts'
import { measuredOf, sqsRequestsOf } from '#test/bench/cost/usage-of.ts'
import { type Counted, Counts } from '#test/bench/meter/counts.ts'
import { mixEvents } from '#test/bench/mix/events.ts'

const nothing = new Counts().counted()
const names = { campaignsTable: 'campaigns', feedbackQueue: 'feedback' }
const facts = { memory: { react: 1024 }, polledQueues: 2, calledEachMinute: 1, keys: 3 }

const entry = (bytes: number) => ({ Source: 's', DetailType: 't', Detail: 'x'.repeat(bytes) })

const played = (counted: Partial<Record<keyof Played['counted'], Partial<Counted>>> = {}): Played => ({
  events: 1_000,
  kinds: { quiet: 970, refused: 20, message: 10 },
  entries: [],
  counted: {
    dynamodb: { ...nothing, ...counted.dynamodb },
    sqs: { ...nothing, ...counted.sqs },
    eventBridge: { ...nothing, ...counted.eventBridge },
    providers: { ...nothing, ...counted.providers },
  },
  functions: {},
})

describe('requests to queues', () => {
  it('are those that were seen, and what the bus sends: an entry in its pieces, a word of a provider', () => {
    const seen = {
      sqsChunks: { ReceiveMessage: 3, DeleteMessageBatch: 4 },
      received: { feedback: 5, others: 100 },
    }
    const run = { ...played({ sqs: seen }), entries: [entry(10), entry(64 * 1024), entry(200_000)] }
    expect(sqsRequestsOf(run, 'feedback')).toBe(3 + 4 + (1 + 2 + 4) + 5)
  })
})

describe('a run', () => {
  it('is billed for units of all tables, but not for reads of what is kept in memory', () => {
    const { usage } = measuredOf(
      played({ dynamodb: { writeUnits: { a: 5, campaigns: 2 }, readUnits: { a: 3, campaigns: 90 } } }),
      facts,
      names,
    )
    expect([usage.writeUnits, usage.readUnits]).toEqual([7, 3])
  })

  it('pays for the recording by 5 KB an entry, for the archive by the byte', () => {
    const run = { ...played(), entries: [entry(100), entry(6_000)] }
    const { usage } = measuredOf(run, facts, names)
    expect(usage.firehoseMegabytes).toBeCloseTo((3 * 5 * 1024) / 1e6, 10)
    expect(usage.archiveMegabytes).toBeCloseTo(
      (deliveredBytes(entry(100)) + deliveredBytes(entry(6_000))) / 1e6,
      10,
    )
  })

  it('calls publish-webhooks at most once for each step of a message', () => {
    const ofMessages = (message: number) =>
      publishWebhooksUsage({ events: 1_000, kinds: { quiet: 0, refused: 0, message } }).invocations
    expect([ofMessages(0), ofMessages(1)]).toEqual([0, 4])
    expect(ofMessages(1_000)).toBe(8)
  })
})

describe('entries', () => {
  const events = [...mixEvents({ seed: 1, customers: 100, run: 'r', start: new Date(0), from: 0, to: 100 })]
  const sizes = (packing: Parameters<typeof entriesOf>[1]) =>
    entriesOf(events, packing).reduce((sum, each) => sum + deliveredBytes(each), 0)

  it('are one for each event, or for so many of them', () => {
    const counts = (['singly', 1, 30, 500, { compressed: 50 }] as const).map(
      (packing) => entriesOf(events, packing).length,
    )
    expect(counts).toEqual([100, 100, 4, 1, 2])
  })

  it('are smaller together, and far smaller compressed', () => {
    expect(sizes(500)).toBeLessThan(sizes('singly'))
    expect(sizes({ compressed: 500 }) * 4).toBeLessThan(sizes(500))
  })
})

describe('what a month costs anyway', () => {
  it('grows with the queues that are polled, the keys and what is read anew', () => {
    const dollars = (given: typeof facts, units: number) =>
      standingCosts(given, units).reduce((sum, line) => sum + line.dollars, 0)
    const least = dollars(facts, 0)
    expect(dollars({ ...facts, keys: 4 }, 0) - least).toBeCloseTo(1, 10)
    expect(dollars({ ...facts, polledQueues: 3 }, 0) - least).toBeCloseTo((15 * 43_200 * 0.4) / 1e6, 10)
    expect(dollars(facts, 100)).toBeGreaterThan(least)
  })
})
