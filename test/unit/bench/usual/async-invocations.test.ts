import { describe, expect, it } from 'vitest'
import { createAsyncInvocations } from '#test/bench/usual/async-invocations.ts'

/** A function that fails so often before it takes an event. */
const failing = (failures: number) => {
  const events: unknown[] = []
  const invoke = async (event: unknown): Promise<void> => {
    if (events.push(event) <= failures) throw new Error('not now')
  }
  return { events, invocations: createAsyncInvocations({ invoke }) }
}

describe('asynchronous invocations', () => {
  it('calls the function once an event, in their order', async () => {
    const { events, invocations } = failing(0)
    invocations.take(['{"n":1}', '{"n":2}'])
    expect(events).toEqual([])
    await invocations.idle()
    expect(events).toEqual([{ n: 1 }, { n: 2 }])
  })

  it('calls it twice more where it fails', async () => {
    const { events, invocations } = failing(2)
    invocations.take(['{"n":1}'])
    await invocations.idle()
    expect(events).toHaveLength(3)
  })

  it('tells of an event that failed for good, once, and goes on with the next', async () => {
    const { events, invocations } = failing(3)
    invocations.take(['{"n":1}', '{"n":2}'])
    await expect(invocations.idle()).rejects.toThrow('failed for good')
    expect(events.at(-1)).toEqual({ n: 2 })
    await invocations.idle()
  })
})
