import type { Connection } from '#infra/local/commands/connection.ts'
import type { RedriveOptions } from '#infra/local/commands/redrive/options.ts'
import { type Route, routeParked } from '#infra/local/commands/redrive/route.ts'
import { sendBack } from '#infra/local/commands/redrive/send.ts'
import type { ParkedReader, StoredWork } from '#shared/adapters/dynamodb/parked-reader.ts'

/** One piece of parked work as people see it: everything but the payload, which may hold contact data. */
export interface ParkedRow {
  readonly id: string
  readonly parkedAt: string
  /** Detail type, or `calendar hint`. */
  readonly event: string
  readonly reason: string
  /** Of the payload, in bytes. */
  readonly bytes: number
  readonly goesTo?: 'bus' | 'calendar queue'
  readonly staysBecause?: string
}

/**
 * `put back`; `parked anew`: put back, and refused again before the record was removed, which therefore stays;
 * `gone`: somebody else put it back or it expired; anything else: why it was not taken.
 */
export type ParkedOutcome = 'put back' | 'parked anew' | 'gone' | (string & {})

/** How many payloads are in memory at a time: up to 1 MB each. */
const CHUNK = 25

const eventOf = (route: Route, { detailType }: StoredWork): string => {
  if (route.to === 'bus') return route.entry.DetailType
  return route.to === 'queue' ? 'calendar hint' : (detailType ?? '')
}

const wayOf = (route: Route): Pick<ParkedRow, 'goesTo' | 'staysBecause'> => {
  if (route.to === 'nowhere') return { staysBecause: route.because }
  return { goesTo: route.to === 'bus' ? 'bus' : 'calendar queue' }
}

const rowOf = (work: StoredWork): ParkedRow => {
  const route = routeParked(work.payload)
  return {
    id: work.parkedId,
    parkedAt: work.parkedAt.toISOString(),
    event: eventOf(route, work),
    reason: work.reason,
    bytes: Buffer.byteLength(work.payload),
    ...wayOf(route),
  }
}

/** Whether the options select this piece of parked work; a reason is looked for without regard to case. */
export const isSelected = (
  { parkedId, reason }: Pick<StoredWork, 'parkedId' | 'reason'>,
  options: Pick<RedriveOptions, 'id' | 'reason'>,
): boolean =>
  parkedId.startsWith(options.id ?? '') && reason.toLowerCase().includes((options.reason ?? '').toLowerCase())

/** What is parked and selected, the oldest first. */
export const listParked = async (
  reader: ParkedReader,
  options: Pick<RedriveOptions, 'id' | 'reason'>,
): Promise<ParkedRow[]> => {
  const rows: ParkedRow[] = []
  for await (const work of reader.list()) if (isSelected(work, options)) rows.push(rowOf(work))
  return rows.sort((a, b) => a.parkedAt.localeCompare(b.parkedAt) || a.id.localeCompare(b.id))
}

const putBackChunk = async (
  ids: readonly string[],
  reader: ParkedReader,
  connection: Connection,
): Promise<[id: string, outcome: ParkedOutcome][]> => {
  const read = await Promise.all(ids.map((id) => reader.read(id)))
  const works = read.filter((work) => work !== undefined)
  const failures = await sendBack(
    works.map(({ payload }) => routeParked(payload)),
    connection,
  )
  const outcomes = await Promise.all(
    works.map(async (work, index): Promise<[string, ParkedOutcome]> => {
      const failure = failures.get(index)
      if (failure !== undefined) return [work.parkedId, failure]
      return [work.parkedId, (await reader.remove(work)) ? 'put back' : 'parked anew']
    }),
  )
  const found = new Set(works.map(({ parkedId }) => parkedId))
  return [...outcomes, ...ids.filter((id) => !found.has(id)).map((id): [string, string] => [id, 'gone'])]
}

/**
 * Puts back those of the rows that can be. A record is removed only when bus or queue has taken its work, so that
 * whatever interrupts this leaves work that is there twice, never none: twice does no harm, events carry their id.
 * @param onProgress called with how many are done
 */
export const putBackParked = async (
  rows: readonly ParkedRow[],
  reader: ParkedReader,
  connection: Connection,
  onProgress: (done: number) => void = () => {},
): Promise<ReadonlyMap<string, ParkedOutcome>> => {
  const ids = rows.filter(({ goesTo }) => goesTo !== undefined).map(({ id }) => id)
  const outcomes = new Map<string, ParkedOutcome>()
  for (let start = 0; start < ids.length; start += CHUNK) {
    const chunk = await putBackChunk(ids.slice(start, start + CHUNK), reader, connection)
    for (const [id, outcome] of chunk) outcomes.set(id, outcome)
    onProgress(outcomes.size)
  }
  return outcomes
}
