import type { LocalCloud } from '#infra/local/cloud.ts'
import type { Connection } from '#infra/local/commands/connection.ts'
import { isMasterData, type RecordedEntry } from '#infra/local/commands/replay/entries.ts'
import { putEntries } from '#shared/publisher/put-entries.ts'

const DAY_MS = 86_400_000

/** PutEvents requests under way at once. */
const CONCURRENCY = 4

const dateOf = (instant: Date): string => instant.toISOString().slice(0, 10)

/** The hour (UTC) of a replayed day at which its schedules fire: past 09:00 in every zone that has that date by then. */
const tickAt = (date: string): Date => new Date(`${date}T12:00:00Z`)

/** An entry that no bus took, after all attempts. */
export class NotSentError extends Error {
  override readonly name = 'NotSentError'
}

/**
 * Sends the entries in their order and lets the schedules follow their time: whenever the stream of what happens
 * reaches a new day, each day up to it is ticked once, before that day's entries. Master data is worked off first,
 * because a day's calendar must know the customers.
 */
export const play = async (
  entries: readonly RecordedEntry[],
  cloud: Pick<LocalCloud, 'settled' | 'tickSchedules'>,
  { eventBridge: client, busName }: Connection,
): Promise<void> => {
  let segment: RecordedEntry[] = []
  let lastDay: string | undefined
  let masterDataSent = false

  const send = async (): Promise<void> => {
    const { failed } = await putEntries(
      segment.map(({ Source, DetailType, Detail }) => ({ Source, DetailType, Detail })),
      { client, busName, concurrency: CONCURRENCY },
    )
    const [first] = failed
    if (first) throw new NotSentError(`${failed.length} entries were not taken by the bus: ${first.reason}`)
    segment = []
  }

  const reach = async (day: string): Promise<void> => {
    await send()
    if (masterDataSent) await cloud.settled()
    masterDataSent = false
    const first = lastDay === undefined ? day : dateOf(new Date(Date.parse(lastDay) + DAY_MS))
    for (let time = Date.parse(first); time <= Date.parse(day); time += DAY_MS)
      await cloud.tickSchedules(tickAt(dateOf(new Date(time))))
    lastDay = day
  }

  const happening = entries.flatMap((entry) =>
    entry.occurredAt && !isMasterData(entry) ? [entry.occurredAt.getTime()] : [],
  )
  const firstDay =
    happening.length > 0 ? dateOf(new Date(happening.reduce((a, b) => Math.min(a, b)))) : undefined
  for (const entry of entries) {
    if (isMasterData(entry)) masterDataSent = true
    else if (entry.occurredAt && firstDay !== undefined) {
      // The clock starts with the earliest day, even where the entries come mixed.
      if (lastDay === undefined) await reach(firstDay)
      const day = dateOf(entry.occurredAt)
      if (lastDay === undefined || day > lastDay) await reach(day)
    }
    segment.push(entry)
  }
  await send()
  await cloud.settled()
}
