import { readFileSync } from 'node:fs'
import * as z from 'zod/mini'
import { parseBankEvent, parseBatchMember } from '#events/registry.ts'
import { UsageError } from '#infra/local/commands/terminal.ts'
import { seededRandom } from '#infra/local/seeded-random.ts'
import { openedBatch } from '#shared/domain/opened-batch.ts'
import type { Entry } from '#shared/publisher/limits.ts'

const entrySchema = z.object({ Source: z.string(), DetailType: z.string(), Detail: z.string() })

/** A recorded entry, and what the replay goes by. */
export interface RecordedEntry extends Entry {
  /**
   * What tells its events apart: the id of an event, of each of its members in a batch; the content of what is no
   * event, which is sent all the same, and parked.
   */
  readonly eventIds: readonly string[]
  /** When it happened; undefined for what is no event or says that it is yet to come: it must not move the clock. */
  readonly occurredAt?: Date
}

/** What the bank knows, rather than what happens: it comes before the rest and does not move the clock. */
const MASTER_DATA: ReadonlySet<string> = new Set(['CustomerProfileChanged', 'AccountChanged', 'CardChanged'])

export const isMasterData = ({ DetailType }: RecordedEntry): boolean => MASTER_DATA.has(DetailType)

const memberId = (member: unknown, index: number): string => {
  const parsed = parseBatchMember(member)
  if (parsed.ok) return parsed.event.detail.metadata.eventId
  try {
    return `${index} ${JSON.stringify(member)}`
  } catch {
    // Too deep to be written again: its place has to do.
    return `member ${index}`
  }
}

const recorded = (entry: Entry): RecordedEntry => {
  const { DetailType, Detail } = entry
  const noEvent = { ...entry, eventIds: [`${DetailType} ${Detail}`] }
  try {
    const parsed = parseBankEvent(DetailType, openedBatch(DetailType, JSON.parse(Detail)))
    if (!parsed.ok) return noEvent
    const { metadata } = parsed.event.detail
    const occurredAt = new Date(metadata.occurredAt)
    const eventIds =
      parsed.event.detailType === 'BankEventBatch'
        ? parsed.event.detail.data.events.map(memberId)
        : [metadata.eventId]
    return { ...entry, eventIds, ...(occurredAt <= new Date() ? { occurredAt } : {}) }
  } catch {
    return noEvent
  }
}

/**
 * Reads PutEvents entries, one a line.
 * @throws UsageError naming the first line that is not one
 */
export const readEntries = (file: string): RecordedEntry[] => {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    throw new UsageError(`${file} cannot be read. It is a file of PutEvents entries, one a line.`)
  }
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return []
    try {
      return [recorded(z.parse(entrySchema, JSON.parse(line)))]
    } catch {
      throw new UsageError(`${file}:${index + 1} is not an entry with Source, DetailType and Detail (a text)`)
    }
  })
}

/** Mixes everything but master data, which stays in front, in its order. */
export const shuffled = (entries: readonly RecordedEntry[], seed: number): RecordedEntry[] => {
  const random = seededRandom(seed)
  const mixed = entries.filter((entry) => !isMasterData(entry))
  for (let last = mixed.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    const [a, b] = [mixed[last], mixed[other]]
    if (a && b) [mixed[last], mixed[other]] = [b, a]
  }
  return [...entries.filter(isMasterData), ...mixed]
}

/** Sends a share of the entries twice: the second time anywhere behind the first. */
export const withDuplicates = (
  entries: readonly RecordedEntry[],
  fraction: number,
  seed: number,
): RecordedEntry[] => {
  const random = seededRandom(seed)
  const placed = entries.map((entry, place) => ({ entry, place, again: random() }))
  const chosen = [...placed]
    .sort((left, right) => left.again - right.again)
    .slice(0, Math.round(fraction * entries.length))
  const copies = chosen.map(({ entry, place }) => ({
    entry,
    place: place + 0.5 + random() * (entries.length - place),
  }))
  return [...placed, ...copies].sort((left, right) => left.place - right.place).map(({ entry }) => entry)
}
