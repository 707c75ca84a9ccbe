import { createHash } from 'node:crypto'
import type { LocalCloud } from '#infra/local/cloud.ts'
import type { Connection } from '#infra/local/commands/connection.ts'
import { isMasterData, type RecordedEntry } from '#infra/local/commands/replay/entries.ts'
import { createParking } from '#shared/adapters/dynamodb/parking.ts'
import type { Entry } from '#shared/publisher/limits.ts'
import { putEntries } from '#shared/publisher/put-entries.ts'
import { isTransientCode, type RetryOptions } from '#shared/publisher/retry.ts'

const DAY_MS = 86_400_000

/** PutEvents requests under way at once. */
const CONCURRENCY = 4

const dateOf = (instant: Date): string => instant.toISOString().slice(0, 10)

/** The hour (UTC) of a replayed day at which its schedules fire: past 09:00 in every zone that has that date by then. */
const tickAt = (date: string): Date => new Date(`${date}T12:00:00Z`)

/** A longer silence is jumped over, but for its last days: the sweep looks back no further either. */
const LONGEST_GAP_MS = 14 * DAY_MS

type PlayedCloud = Pick<LocalCloud, 'settled' | 'tickSchedules' | 'metrics'>

/** Entries that the bus did not take for now, after all attempts: the replay cannot go on without them. */
export class NotSentError extends Error {
  override readonly name = 'NotSentError'
}

/** What the bus itself refuses for ever never reaches a function that could park it, so the replay does. */
const parkRefused = async (
  { Source, DetailType, Detail }: Entry,
  reason: string,
  { documentClient, name }: Connection,
): Promise<void> => {
  const payload = JSON.stringify({ Source, DetailType, Detail })
  const parkedId = createHash('sha256').update(payload).digest('hex').slice(0, 32)
  await createParking({ documentClient, tableName: name('ParkedTable') }).park({
    parkedId,
    reason: `the bus refuses it: ${reason}`,
    detailType: DetailType,
    payload,
    parkedAt: new Date(),
  })
}

/** The days of what happens, and those between, whatever the order in which the entries come. */
const daysToTick = (entries: readonly RecordedEntry[]): string[] => {
  const happening = entries.flatMap((entry) =>
    entry.occurredAt && !isMasterData(entry) ? [Date.parse(dateOf(entry.occurredAt))] : [],
  )
  const days: string[] = []
  let last: number | undefined
  for (const day of [...new Set(happening)].sort((left, right) => left - right)) {
    const first = last === undefined ? day : Math.max(last + DAY_MS, day - LONGEST_GAP_MS)
    for (let time = first; time <= day; time += DAY_MS) days.push(dateOf(new Date(time)))
    last = day
  }
  return days
}

/** The end of what is recorded: the last thing that happens, or the last tick of a day, if that is later. */
const endOf = (entries: readonly RecordedEntry[], days: readonly string[]): Date | undefined => {
  const times = [
    ...days.slice(-1).map((day) => tickAt(day).getTime()),
    ...entries.flatMap((entry) =>
      entry.occurredAt && !isMasterData(entry) ? [entry.occurredAt.getTime()] : [],
    ),
  ]
  return times.length === 0 ? undefined : new Date(times.reduce((last, time) => Math.max(last, time)))
}

/**
 * Releases and escalates what has become due within the recorded time, tick by tick, until a tick does nothing more. The
 * ticks of the days may have missed some of it: they do not wait for their days' events to be worked off.
 */
const releaseRest = async (end: Date, cloud: PlayedCloud): Promise<void> => {
  const done = (): number => {
    const { MessagesReleased = 0, MessagesExpired = 0, TasksEscalated = 0 } = cloud.metrics()
    return MessagesReleased + MessagesExpired + TasksEscalated
  }
  let before: number
  do {
    before = done()
    await cloud.tickSchedules(end, 'ReleaseDueFunction')
    await cloud.settled()
  } while (done() > before)
}

/**
 * Sends the entries in their order and lets the schedules follow their time: whenever the stream of what happens
 * reaches a new day, each day up to it is ticked once, before that day's entries. Master data is worked off first,
 * because a day's calendar must know the customers. At the end all that has become due meanwhile is done.
 * @throws NotSentError when the bus took some of it in no attempt, though it might later
 */
export const play = async (
  entries: readonly RecordedEntry[],
  cloud: PlayedCloud,
  connection: Connection,
  retry: RetryOptions = {},
): Promise<void> => {
  const { eventBridge: client, busName } = connection
  let segment: RecordedEntry[] = []
  const days = daysToTick(entries)
  const end = endOf(entries, days)
  let masterDataSent = false

  const send = async (): Promise<void> => {
    const { failed } = await putEntries(
      segment.map(({ Source, DetailType, Detail }) => ({ Source, DetailType, Detail })),
      { client, busName, concurrency: CONCURRENCY, ...retry },
    )
    for (const { index, reason } of failed) {
      const entry = segment[index]
      if (isTransientCode(reason) || !entry)
        throw new NotSentError(`${failed.length} entries were not taken by the bus: ${reason}`)
      await parkRefused(entry, reason, connection)
    }
    segment = []
  }

  const reach = async (day: string): Promise<void> => {
    await send()
    if (masterDataSent) await cloud.settled()
    masterDataSent = false
    for (let next = days[0]; next !== undefined && next <= day; next = days[0]) {
      days.shift()
      await cloud.tickSchedules(tickAt(next))
    }
  }

  for (const entry of entries) {
    if (isMasterData(entry)) masterDataSent = true
    else if (entry.occurredAt) {
      const day = dateOf(entry.occurredAt)
      if (days[0] !== undefined && days[0] <= day) await reach(day)
    }
    segment.push(entry)
  }
  await send()
  await cloud.settled()
  if (end) await releaseRest(end, cloud)
}
