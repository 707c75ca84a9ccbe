import { readFileSync } from 'node:fs'
import * as z from 'zod/mini'
import { UsageError } from '#infra/local/commands/terminal.ts'
import { seededRandom } from '#infra/local/seeded-random.ts'

const entrySchema = z.object({ Source: z.string(), DetailType: z.string(), Detail: z.string() })
const metadataSchema = z.object({
  metadata: z.object({ eventId: z.string(), occurredAt: z.iso.datetime({ offset: true }) }),
})

/** A recorded entry, and of its metadata what the replay goes by. */
export interface RecordedEntry {
  readonly Source: string
  readonly DetailType: string
  readonly Detail: string
  /** Undefined where the entry is not a bank event: it is sent all the same, and parked. */
  readonly eventId?: string
  readonly occurredAt?: Date
}

/** What the bank knows, rather than what happens: it comes before the rest and does not move the clock. */
const MASTER_DATA: ReadonlySet<string> = new Set(['CustomerProfileChanged', 'AccountChanged', 'CardChanged'])

export const isMasterData = ({ DetailType }: RecordedEntry): boolean => MASTER_DATA.has(DetailType)

const metadataOf = (detail: string): Pick<RecordedEntry, 'eventId' | 'occurredAt'> => {
  try {
    const { metadata } = z.parse(metadataSchema, JSON.parse(detail))
    return { eventId: metadata.eventId, occurredAt: new Date(metadata.occurredAt) }
  } catch {
    return {}
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
      const { Source, DetailType, Detail } = z.parse(entrySchema, JSON.parse(line))
      return [{ Source, DetailType, Detail, ...metadataOf(Detail) }]
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
