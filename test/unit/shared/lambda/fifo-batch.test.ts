import type { SQSEvent, SQSRecord } from 'aws-lambda'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RetryableError } from '#shared/domain/errors.ts'
import { perGroup } from '#shared/lambda/fifo-batch.ts'
import { createLogSink } from '#test/support/fakes/delivery-world.ts'

interface Entry {
  readonly group: string
  readonly id: string
  readonly receives?: number
}

const recordOf = ({ group, id, receives = 1 }: Entry): SQSRecord =>
  ({
    messageId: id,
    receiptHandle: `handle-${id}`,
    body: id,
    attributes: { MessageGroupId: group, ApproximateReceiveCount: String(receives) },
  }) as SQSRecord

const eventOf = (entries: readonly Entry[]): SQSEvent => ({ Records: entries.map(recordOf) })

const handlerWith = (failing: ReadonlySet<string>) => {
  const worked: string[] = []
  const postponed: { readonly handles: readonly string[]; readonly seconds: number }[] = []
  const handle = perGroup(
    async ({ body }) => {
      await Promise.resolve()
      worked.push(body)
      if (failing.has(body)) throw new RetryableError('unavailable')
    },
    {
      log: createLogSink(),
      delay: (receiveCount, recordId) => receiveCount * 100 + recordId.length,
      postpone: async (handles, seconds) => void postponed.push({ handles, seconds }),
    },
  )
  return { handle, worked, postponed }
}

const failedOf = ({ batchItemFailures }: Awaited<ReturnType<ReturnType<typeof perGroup>>>) =>
  batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)

describe('perGroup', () => {
  it('gives back the record that failed and all after it in its group, untried; others go on', async () => {
    const { handle, worked, postponed } = handlerWith(new Set(['a2']))
    const entries = ['a1', 'b1', 'a2', 'b2', 'a3', 'b3'].map((id) => ({
      group: id.slice(0, 1),
      id,
      receives: 3,
    }))
    expect(failedOf(await handle(eventOf(entries)))).toEqual(['a2', 'a3'])
    expect([...worked].sort()).toEqual(['a1', 'a2', 'b1', 'b2', 'b3'])
    expect(postponed).toEqual([{ handles: ['handle-a2', 'handle-a3'], seconds: 302 }])
  })

  it('postpones nothing when all went well', async () => {
    const { handle, postponed } = handlerWith(new Set())
    expect(failedOf(await handle(eventOf([{ group: 'a', id: 'a1' }])))).toEqual([])
    expect(postponed).toEqual([])
  })

  it('of any batch works a prefix of each group in order, and gives back exactly the rest', async () => {
    const arbitrary = fc.array(fc.record({ group: fc.constantFrom('a', 'b', 'c'), fails: fc.boolean() }), {
      maxLength: 10,
    })
    await fc.assert(
      fc.asyncProperty(arbitrary, async (all) => {
        const entries = all.map(({ group, fails }, index) => ({ group, fails, id: `${group}${index}` }))
        const failing = new Set(entries.flatMap(({ fails, id }) => (fails ? [id] : [])))
        const { handle, worked } = handlerWith(failing)
        const failed = failedOf(await handle(eventOf(entries)))
        for (const group of ['a', 'b', 'c']) {
          const ids = entries.filter((entry) => entry.group === group).map(({ id }) => id)
          const firstBad = ids.findIndex((id) => failing.has(id))
          const done = firstBad === -1 ? ids : ids.slice(0, firstBad)
          const tried = firstBad === -1 ? ids : ids.slice(0, firstBad + 1)
          expect(worked.filter((id) => id.startsWith(group))).toEqual(tried)
          expect(failed.filter((id) => id.startsWith(group))).toEqual(ids.slice(done.length))
        }
      }),
    )
  })
})
