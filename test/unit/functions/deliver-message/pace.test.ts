import { describe, expect, it } from 'vitest'
import { createTurns } from '#functions/deliver-message/turns.ts'
import type { Purpose } from '#shared/domain/vocabulary.ts'
import type { DeliveryLine } from '#shared/ports/delivery-line.ts'
import { createInMemoryLine } from '#test/support/fakes/in-memory-line.ts'
import { randomOf } from '#test/support/random.ts'
import { createVirtualTime } from '#test/support/virtual-time.ts'

/** How long a run may wait for slots, in milliseconds, as handler.ts has it. */
const RUN = 11_000
const BATCH = 10

interface Call {
  /** Milliseconds from the beginning. */
  readonly at: number
  readonly purpose: Purpose
  /** Since its message was received. */
  readonly waited: number
}

/** Workers on one line, each with batches of messages, and networks that take as long as they take. */
const aDay = ({ perSecond, seed }: { readonly perSecond: number; readonly seed: number }) => {
  const time = createVirtualTime()
  const { next: random } = randomOf(seed)
  const between = (from: number, to: number): number => from + random() * (to - from)
  const line = createInMemoryLine({ perSecond, now: time.now })
  const calls: Call[] = []
  let postponed = 0
  let reservations = 0

  const remote: DeliveryLine = {
    reserve: async (request) => {
      reservations++
      await time.wait(between(2, 12))
      const answer = await line.reserve(request)
      await time.wait(between(2, 12))
      return answer
    },
    report: line.report,
  }

  const runBatch = async (purpose: Purpose, size: number): Promise<void> => {
    const begun = time.now()
    const lastCall = new Date(begun + RUN)
    const turns = createTurns({ line: remote, ...time, lastCall: () => lastCall })
    const deliver = async (): Promise<void> => {
      await time.wait(between(10, 50))
      const turn = await turns.next('email', purpose)
      if (turn.kind !== 'go') return void postponed++
      await time.wait(between(3, 15))
      calls.push({ at: time.now() - time.start, purpose, waited: time.now() - begun })
      await time.wait(between(50, 300))
    }
    await Promise.all(Array.from({ length: size }, deliver))
  }

  /** Works off a backlog that never ends, from then on, in milliseconds. */
  const backlog = async (purpose: Purpose, from = 0): Promise<void> => {
    await time.wait(from)
    for (;;) {
      await time.wait(between(15, 60))
      await runBatch(purpose, BATCH)
    }
  }
  /** Gets one message now and then, on average so many a second. */
  const trickle = async (purpose: Purpose, rate: number): Promise<void> => {
    for (;;) {
      await time.wait((-Math.log(1 - random()) * 1000) / rate)
      void runBatch(purpose, 1)
    }
  }
  return {
    workers: (purpose: Purpose, count: number, from?: number): void => {
      for (let worker = 0; worker < count; worker++) void backlog(purpose, from)
    },
    trickle: (purpose: Purpose, rate: number): void => void trickle(purpose, rate),
    /** What was called until then, in seconds from the beginning. */
    until: async (seconds: number) => {
      await time.runTo(time.start + seconds * 1000)
      return { calls, postponed, reservations }
    },
  }
}

const rateOf = (calls: readonly Call[], from: number, to: number): number =>
  calls.filter(({ at }) => at >= from * 1000 && at < to * 1000).length / (to - from)

const off = (rate: number, wanted: number): number => Math.abs(rate - wanted) / wanted

/** The most calls in any window of this length, in milliseconds. */
const mostWithin = (calls: readonly Call[], length: number): number => {
  const times = calls.map(({ at }) => at).sort((left, right) => left - right)
  let most = 0
  let first = 0
  for (const [index, at] of times.entries()) {
    while (at - (times[first] ?? at) >= length) first++
    most = Math.max(most, index - first + 1)
  }
  return most
}

const seeds = [1, 2, 3]

describe.each(seeds)('the pace of a backlog, seed %i', (seed) => {
  it.each([
    { perSecond: 1, workers: 2 },
    { perSecond: 5, workers: 5 },
    { perSecond: 14, workers: 2 },
    { perSecond: 14, workers: 5 },
    { perSecond: 50, workers: 10 },
    { perSecond: 200, workers: 30 },
  ])('of marketing is the limit, within 5 %: %o', async ({ perSecond, workers }) => {
    const day = aDay({ perSecond, seed })
    day.workers('marketing', workers)
    const { calls } = await day.until(62)
    expect(off(rateOf(calls, 2, 62), perSecond)).toBeLessThan(0.05)
    // What providers count: seconds. A quarter of one may be made up for, and calls start a few milliseconds apart.
    expect(mostWithin(calls, 1000)).toBeLessThanOrEqual(Math.ceil(perSecond * 1.27) + 1)
  })

  it.each([14, 50])('of service is the limit, within 5 %: %i', async (perSecond) => {
    const day = aDay({ perSecond, seed })
    day.workers('service', 10)
    const { calls } = await day.until(62)
    expect(off(rateOf(calls, 2, 62), perSecond)).toBeLessThan(0.05)
  })

  it('writes once for several messages', async () => {
    const day = aDay({ perSecond: 50, seed })
    day.workers('marketing', 10)
    const { calls, reservations } = await day.until(30)
    expect(reservations).toBeLessThan(calls.length)
  })

  it('loses no slot to idleness, and makes up for a quarter of a second of it at most', async () => {
    const perSecond = 20
    const day = aDay({ perSecond, seed })
    day.workers('marketing', 10, 30_000)
    const { calls } = await day.until(35)
    const firstSecond = calls.filter(({ at }) => at < (calls[0]?.at ?? 0) + 1000)
    expect(firstSecond.length).toBeLessThanOrEqual(perSecond * 1.25 + 2)
    expect(firstSecond.length).toBeGreaterThanOrEqual(perSecond * 0.9)
  })
})

describe.each(seeds)('service beside marketing, seed %i', (seed) => {
  it('gets nearly all that there is where both have a backlog', async () => {
    const day = aDay({ perSecond: 14, seed })
    day.workers('marketing', 5)
    day.workers('service', 5, 10_000)
    const { calls } = await day.until(70)
    const late = calls.filter(({ at }) => at >= 12_000)
    const service = late.filter(({ purpose }) => purpose === 'service').length
    expect(service / late.length).toBeGreaterThan(0.95)
    expect(off(rateOf(calls, 12, 70), 14)).toBeLessThan(0.05)
  })

  it('waits two seconds at most behind a campaign, which gets all the rest', async () => {
    const day = aDay({ perSecond: 14, seed })
    day.workers('marketing', 5)
    day.trickle('service', 2)
    const { calls } = await day.until(62)
    const service = calls.filter(({ purpose }) => purpose === 'service')
    expect(service.length).toBeGreaterThan(80)
    expect(Math.max(...service.map(({ waited }) => waited))).toBeLessThan(2_000)
    expect(off(rateOf(calls, 2, 62), 14)).toBeLessThan(0.05)
  })

  it('leaves the line to marketing as soon as it is idle', async () => {
    const day = aDay({ perSecond: 14, seed })
    day.workers('marketing', 5)
    const { calls, postponed } = await day.until(32)
    expect(calls.every(({ purpose }) => purpose === 'marketing')).toBe(true)
    expect(postponed).toBe(0)
  })
})

it('a line that is slower than its workers puts messages off instead of letting the run end', async () => {
  const day = aDay({ perSecond: 1, seed: 7 })
  day.workers('marketing', 5)
  const { calls, postponed } = await day.until(60)
  expect(postponed).toBeGreaterThan(0)
  expect(Math.max(...calls.map(({ waited }) => waited))).toBeLessThan(RUN + 1_500)
})
