import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Connection } from '#infra/local/commands/connection.ts'
import type { RecordedEntry } from '#infra/local/commands/replay/entries.ts'
import { NotSentError, play } from '#infra/local/commands/replay/play.ts'
import { addDays } from '#shared/domain/calendar/local-date.ts'

const entry = (id: string, date: string, DetailType = 'TransactionPosted'): RecordedEntry => ({
  Source: 'bank.core',
  DetailType,
  Detail: JSON.stringify({ id }),
  eventIds: [id],
  occurredAt: new Date(`${date}T11:00:00Z`),
})

/** The bus takes everything, but for entries whose id says how it fails. */
const answerTo = (id: string) => {
  if (id.startsWith('bad')) return { ErrorCode: 'MalformedDetail' }
  return id.startsWith('unlucky') ? { ErrorCode: 'InternalFailure' } : { EventId: 'x' }
}

/** What happens to a cloud, in its order: entries as their ids, ticks as their times, waits as `settled`. */
const run = async (
  entries: readonly RecordedEntry[],
  released: readonly number[] = [],
): Promise<string[]> => {
  const happened: string[] = []
  const metrics = { MessagesReleased: 0, TasksEscalated: 0 }
  // What a tick at the end finds: an odd number of messages, an even one of tasks.
  const releases = released.map((count) => () => {
    if (count % 2 === 1) metrics.MessagesReleased += count
    else metrics.TasksEscalated += count
  })
  const client = {
    send: async ({ input }: { input: { Entries: { Detail: string }[] } }) => {
      const ids = input.Entries.map(({ Detail }) => String(JSON.parse(Detail).id))
      happened.push(...ids)
      const answers = ids.map((id) => answerTo(id))
      return { FailedEntryCount: answers.filter((answer) => 'ErrorCode' in answer).length, Entries: answers }
    },
  }
  const documentClient = {
    send: async ({ input }: { input: { Item: { reason: string } } }) =>
      void happened.push(`parked: ${input.Item.reason}`),
  }
  const connection = {
    eventBridge: client,
    busName: 'bus',
    documentClient,
    name: () => 'table',
  } as unknown as Connection
  const cloud = {
    settled: async () => void happened.push('settled'),
    tickSchedules: async (at: Date, output?: string) => {
      happened.push(`${output ? `${output} until ` : ''}${at.toISOString().slice(0, output ? 16 : 10)}`)
      if (output) releases.shift()?.()
    },
    metrics: () => metrics,
  }
  await play(entries, cloud, connection, { sleep: async () => {} })
  return happened
}

describe('the clock of a replay', () => {
  it('works off master data, then ticks each day once before what happens on it', async () => {
    expect(
      await run([
        entry('profile', '1993-05-01', 'CustomerProfileChanged'),
        entry('a', '1993-01-01'),
        entry('b', '1993-01-01'),
        entry('c', '1993-01-04'),
      ]),
    ).toEqual([
      'profile',
      'settled',
      '1993-01-01',
      'a',
      'b',
      '1993-01-02',
      '1993-01-03',
      '1993-01-04',
      'c',
      'settled',
      'ReleaseDueFunction until 1993-01-04T12:00',
      'settled',
    ])
  })

  it('starts with the earliest day where entries come mixed, and does not go back', async () => {
    expect(
      await run([entry('late', '1993-01-03'), entry('early', '1993-01-01'), entry('mid', '1993-01-02')]),
    ).toEqual([
      ...['1993-01-01', '1993-01-02', '1993-01-03', 'late', 'early', 'mid', 'settled'],
      ...['ReleaseDueFunction until 1993-01-03T12:00', 'settled'],
    ])
  })

  it('jumps over a silence that no sweep would look back over', async () => {
    const happened = await run([entry('long ago', '1900-01-01'), entry('now', '1993-01-20')])
    expect(happened.slice(0, 3)).toEqual(['1900-01-01', 'long ago', '1993-01-06'])
    expect(happened).toHaveLength(2 + 15 + 2 + 2)
  })

  it('ticks the same days whatever the order, however far one entry is from the next', async () => {
    const dates = ['1993-01-01', '1993-01-12', '1993-01-24', '1993-02-03', '1993-02-05', '1993-06-01']
    const entries = dates.map((date) => entry(`event of ${date}`, date))
    const ticks = async (order: readonly RecordedEntry[]) =>
      (await run(order)).filter((what) => /^1993-\d\d-\d\d$/.test(what))
    const inOrder = await ticks(entries)
    expect(inOrder.slice(0, 36)).toEqual(Array.from({ length: 36 }, (_, day) => addDays('1993-01-01', day)))
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(entries, { minLength: entries.length }), async (order) => {
        expect(await ticks(order)).toEqual(inOrder)
      }),
    )
  })

  it('is not moved by master data, whatever its date', async () => {
    expect(await run([entry('card', '1998-12-01', 'CardChanged')])).toEqual(['card', 'settled'])
  })
})

describe('what was held and is due at the end of a replay', () => {
  const releasesOf = (happened: readonly string[]) => happened.filter((what) => what.includes('until'))

  it('is released until a tick finds nothing more', async () => {
    const happened = await run([entry('a', '1993-01-01')], [1, 2, 0, 3])
    expect(releasesOf(happened)).toEqual(Array(3).fill('ReleaseDueFunction until 1993-01-01T12:00'))
  })

  it('is what was due by the last that happened, wherever that stands', async () => {
    const evening = { ...entry('late', '1993-01-02'), occurredAt: new Date('1993-01-02T21:30:00Z') }
    expect(releasesOf(await run([evening, entry('early', '1993-01-02')]))).toEqual([
      'ReleaseDueFunction until 1993-01-02T21:30',
    ])
  })
})

it('parks what the bus itself refuses, and goes on', async () => {
  expect(await run([entry('bad', '1993-01-01'), entry('good', '1993-01-01')])).toEqual([
    '1993-01-01',
    'bad',
    'good',
    'parked: the bus refuses it: MalformedDetail',
    'settled',
    'ReleaseDueFunction until 1993-01-01T12:00',
    'settled',
  ])
})

it('does not park what the bus could not take for now: it stops, and says so', async () => {
  await expect(run([entry('good', '1993-01-01'), entry('unlucky', '1993-01-01')])).rejects.toThrow(
    NotSentError,
  )
})
