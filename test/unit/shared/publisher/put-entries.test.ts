import { EventBridgeServiceException } from '@aws-sdk/client-eventbridge'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Entry, entryBytes, MAX_REQUEST_BYTES, MAX_REQUEST_ENTRIES } from '#shared/publisher/limits.ts'
import { putEntries } from '#shared/publisher/put-entries.ts'
import { scriptedBus } from '#test/support/scripted-bus.ts'

const entry = (name: string, bytes = 10): Entry => ({
  Source: 'bank.core',
  DetailType: name,
  Detail: JSON.stringify({ filler: 'x'.repeat(bytes) }),
})
const entries = (count: number) => Array.from({ length: count }, (_, i) => entry(`E${i}`))
const namesOf = (taken: readonly { DetailType?: string | undefined }[]) =>
  taken.map(({ DetailType }) => DetailType)

const serviceError = (name: string, status: number) =>
  new EventBridgeServiceException({
    name,
    message: 'no',
    $fault: status < 500 ? 'client' : 'server',
    $metadata: { httpStatusCode: status },
  })

describe('putEntries', () => {
  it('sends everything in order, ten entries a request, to the bus', async () => {
    const bus = scriptedBus()
    expect(await putEntries(entries(23), bus.options)).toEqual({ sent: 23, failed: [], requests: 3 })
    expect(bus.requests.map((request) => request.length)).toEqual([10, 10, 3])
    expect(namesOf(bus.taken)).toEqual(entries(23).map(({ DetailType }) => DetailType))
    expect(new Set(bus.taken.map(({ EventBusName }) => EventBusName))).toEqual(new Set(['bank']))
  })

  it('sends nothing for nothing', async () => {
    const bus = scriptedBus()
    expect(await putEntries([], bus.options)).toEqual({ sent: 0, failed: [], requests: 0 })
  })

  it('sends only the failed entries of a request again', async () => {
    const bus = scriptedBus(({ DetailType }, request) =>
      request === 1 && (DetailType === 'E1' || DetailType === 'E3') ? 'ThrottlingException' : undefined,
    )
    expect(await putEntries(entries(5), bus.options)).toEqual({ sent: 5, failed: [], requests: 2 })
    expect(bus.requests.map(namesOf)).toEqual([
      ['E0', 'E1', 'E2', 'E3', 'E4'],
      ['E1', 'E3'],
    ])
  })

  it('does not try again what can never succeed', async () => {
    const bus = scriptedBus(({ DetailType }) => (DetailType === 'E1' ? 'MalformedDetail' : undefined))
    expect(await putEntries(entries(3), bus.options)).toEqual({
      sent: 2,
      failed: [{ index: 1, reason: 'MalformedDetail', attempts: 1 }],
      requests: 1,
    })
    expect(bus.sleeps).toEqual([])
  })

  it('waits longer each time, gives up after the last attempt and says so', async () => {
    const bus = scriptedBus(({ DetailType }) => (DetailType === 'E0' ? 'InternalFailure' : undefined))
    expect(await putEntries(entries(2), { ...bus.options, maxAttempts: 4 })).toEqual({
      sent: 1,
      failed: [{ index: 0, reason: 'InternalFailure', attempts: 4 }],
      requests: 4,
    })
    // Half (random is 0.5) of 100, 200 and 400 ms.
    expect(bus.sleeps).toEqual([50, 100, 200])
  })

  it('waits anything from nothing, by chance, and never above ten seconds', async () => {
    const bus = scriptedBus(() => 'ThrottlingException')
    await putEntries(entries(1), { ...bus.options, random: () => 0, maxAttempts: 3 })
    expect(bus.sleeps).toEqual([0, 0])
    await putEntries(entries(1), { ...bus.options, random: () => 0.9999, maxAttempts: 12 })
    expect(Math.max(...bus.sleeps)).toBeLessThan(10_000)
    expect(Math.max(...bus.sleeps)).toBeGreaterThan(9_000)
  })

  it.each([
    ['throttled', serviceError('ThrottlingException', 400)],
    ['too many requests', serviceError('Whatever', 429)],
    ['a server fault', serviceError('InternalException', 500)],
    ['a broken connection', Object.assign(new Error('reset'), { code: 'ECONNRESET' })],
  ])('tries a whole request again: %s', async (_, error) => {
    const bus = scriptedBus((_, request) => {
      if (request < 3) throw error
      return undefined
    })
    expect(await putEntries(entries(4), bus.options)).toEqual({ sent: 4, failed: [], requests: 3 })
    expect(bus.sleeps).toHaveLength(2)
  })

  it.each([
    ['AccessDeniedException', serviceError('AccessDeniedException', 400)],
    ['TypeError', new TypeError('a bug, not the bus')],
  ])('reports a whole request that is refused for good: %s', async (reason, error) => {
    const bus = scriptedBus((_, request) => {
      if (request === 1) throw error
      return undefined
    })
    const result = await putEntries(entries(12), bus.options)
    expect(result).toMatchObject({ sent: 2, requests: 2 })
    expect(result.failed.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(result.failed[0]).toEqual({ index: 0, reason, attempts: 1 })
  })

  it('gives a large entry a request to itself and does not send one that is too large', async () => {
    const bus = scriptedBus()
    const input = [entry('small'), entry('large', 900_000), entry('after'), entry('huge', 1_100_000)]
    expect(await putEntries(input, bus.options)).toEqual({
      sent: 3,
      failed: [{ index: 3, reason: 'TooLarge', attempts: 0 }],
      requests: 3,
    })
    expect(bus.requests.map(namesOf)).toEqual([['small'], ['large'], ['after']])
  })

  it('reports in the order of the input', async () => {
    const bus = scriptedBus(() => 'MalformedDetail')
    const { failed } = await putEntries([entry('a'), entry('huge', 1_100_000), entry('b')], bus.options)
    expect(failed.map(({ index }) => index)).toEqual([0, 1, 2])
  })

  it('counts bytes, not characters', async () => {
    const bus = scriptedBus()
    const wide = { ...entry('wide'), Detail: JSON.stringify({ filler: '中'.repeat(60_000) }) }
    await putEntries([wide, wide], bus.options)
    expect(bus.requests).toHaveLength(2)
  })

  it('keeps at most so many requests under way, and sends all', async () => {
    const bus = scriptedBus()
    let now = 0
    let most = 0
    const send = bus.options.client.send.bind(bus.options.client)
    const client = Object.assign(Object.create(bus.options.client), {
      send: async (command: Parameters<typeof send>[0]) => {
        most = Math.max(most, ++now)
        const answer = await send(command)
        now--
        return answer
      },
    })
    let settled = 0
    const onProgress = (count: number) => {
      settled += count
    }
    const result = await putEntries(entries(100), { ...bus.options, client, concurrency: 3, onProgress })
    expect(result).toEqual({ sent: 100, failed: [], requests: 10 })
    expect(most).toBe(3)
    expect(settled).toBe(100)
    expect(new Set(namesOf(bus.taken)).size).toBe(100)
  })

  it('never goes over a limit, loses nothing and sends nothing twice', async () => {
    const size = fc.oneof(fc.nat(300), fc.nat(60_000), fc.integer({ min: 200_000, max: 400_000 }))
    await fc.assert(
      fc.asyncProperty(
        fc.array(size, { maxLength: 40, size: 'max' }),
        fc.array(fc.boolean(), { maxLength: 10 }),
        async (sizes, fails) => {
          const bus = scriptedBus((_, request) => (fails[request] ? 'ThrottlingException' : undefined))
          const input = sizes.map((bytes, i) => entry(`E${i}`, bytes))
          const result = await putEntries(input, { ...bus.options, maxAttempts: 20 })
          for (const request of bus.requests) {
            expect(request.length).toBeLessThanOrEqual(MAX_REQUEST_ENTRIES)
            const bytes = request.reduce((sum, one) => sum + entryBytes(one as Entry), 0)
            expect(request.length === 1 || bytes <= MAX_REQUEST_BYTES).toBe(true)
          }
          expect(result.sent).toBe(input.length)
          expect(namesOf(bus.taken)).toEqual(namesOf(input))
        },
      ),
      { numRuns: 50 },
    )
  })
})
