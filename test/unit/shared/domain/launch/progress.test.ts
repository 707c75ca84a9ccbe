import { describe, expect, it } from 'vitest'
import { advanced, newPart } from '#shared/domain/launch/launch-part.ts'
import { progressOf } from '#shared/domain/launch/progress.ts'

const now = new Date('2026-06-01T10:00:10.000Z')

/** A part with one page of so many customers, done a second ago, in a second. */
const aPart = (part: number, customers: number, isDone: boolean) =>
  advanced(newPart(part), {
    funnel: { won: customers },
    next: isDone ? undefined : { customerId: 'C', item: 'profile' },
    readUnits: 1,
    activeMs: 1_000,
    at: new Date(now.getTime() - 1_000),
  })

const running = { state: 'running', parts: 4 } as const

describe('the progress of a launch', () => {
  it('knows no total before anything is finished, unless somebody says how many there are', () => {
    expect(progressOf(running, [aPart(0, 100, false)], { now })).not.toHaveProperty('total')
    expect(progressOf(running, [aPart(0, 100, false)], { now, estimate: 4_000 }).total).toBe(4_000)
  })

  it('expects of all parts what the finished ones had', () => {
    const progress = progressOf(running, [aPart(0, 1_000, true), aPart(1, 250, false)], { now })
    expect(progress).toMatchObject({ done: 1_250, total: 4_000, totalIsEstimate: true, partsDone: 1 })
    // One part is being worked on, with 250 customers a second.
    expect(progress).toMatchObject({ rate: 250, remainingSeconds: 11 })
  })

  it('is exact once all parts are done', () => {
    const parts = [0, 1, 2, 3].map((part) => aPart(part, 10 + part, true))
    const progress = progressOf({ ...running, state: 'done' }, parts, { now })
    expect(progress).toMatchObject({
      done: 46,
      total: 46,
      totalIsEstimate: false,
      rate: 0,
      funnel: { won: 46 },
    })
  })

  it('promises nothing while it waits', () => {
    const parts = [aPart(0, 1_000, true), aPart(1, 250, false)]
    const progress = progressOf(running, parts, { now, control: 'wait' })
    expect(progress.rate).toBe(0)
    expect(progress).not.toHaveProperty('remainingSeconds')
  })

  it('never says that it is faster than it may be', () => {
    expect(progressOf({ ...running, customersPerSecond: 100 }, [aPart(1, 250, false)], { now }).rate).toBe(
      100,
    )
  })
})
