import type { SQSEvent } from 'aws-lambda'
import { describe, expect, it } from 'vitest'
import { PermanentError, RetryableError } from '#shared/domain/errors.ts'
import { perRecord } from '#shared/lambda/sqs-batch.ts'
import type { QueuedWork } from '#shared/ports/queued-work.ts'
import { createLogSink } from '#test/support/fakes/delivery-world.ts'

const batch = (...bodies: readonly string[]): SQSEvent =>
  ({
    Records: bodies.map((body) => ({
      messageId: `id-${body}`,
      body,
      attributes: { ApproximateReceiveCount: '2' },
    })),
  }) as SQSEvent

const failures = (...ids: readonly string[]) => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
})

describe('perRecord', () => {
  it('reports exactly the records that threw, whatever they threw', async () => {
    const errors: Record<string, unknown> = {
      b: new RetryableError('throttled'),
      d: new PermanentError('unreadable-body'),
      e: new TypeError('bug'),
      f: 'text',
    }
    const work = async ({ body }: QueuedWork) => {
      if (body in errors) throw errors[body]
    }
    const handle = perRecord(work, { concurrency: 2, log: createLogSink() })
    const response = await handle(batch('a', 'b', 'c', 'd', 'e', 'f'))
    expect(response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort()).toEqual([
      'id-b',
      'id-d',
      'id-e',
      'id-f',
    ])
  })

  it('hands over body, id and receive count', async () => {
    const seen: QueuedWork[] = []
    const handle = perRecord(async (work) => void seen.push(work), { concurrency: 1, log: createLogSink() })
    expect(await handle(batch('a', 'b'))).toEqual(failures())
    expect(seen).toEqual([
      { body: 'a', recordId: 'id-a', receiveCount: 2 },
      { body: 'b', recordId: 'id-b', receiveCount: 2 },
    ])
  })

  it('works on so many at once and no more', async () => {
    let running = 0
    let most = 0
    const work = async () => {
      running += 1
      most = Math.max(most, running)
      await Promise.resolve()
      running -= 1
    }
    await perRecord(work, { concurrency: 3, log: createLogSink() })(batch('a', 'b', 'c', 'd', 'e', 'f', 'g'))
    expect(most).toBe(3)
  })

  it('logs of a foreign error its kind and place, not its text', async () => {
    const log = createLogSink()
    const work = async () => {
      throw new Error('secret\n    at home secret')
    }
    await perRecord(work, { concurrency: 1, log })(batch('a'))
    expect(log.lines.join()).not.toContain('secret')
    expect(log.lines.join()).toContain('sqs-batch.test.ts')
  })
})
