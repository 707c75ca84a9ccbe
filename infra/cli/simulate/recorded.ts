import { createReadStream, existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import * as z from 'zod/mini'
import type { PublishedEntry } from '#functions/simulate/entries.ts'
import { UsageError } from '#infra/local/commands/terminal.ts'

const entrySchema = z.object({ DetailType: z.string(), Detail: z.string() })

/**
 * The entries of a file, one by one: a big day need not fit into memory.
 * @throws UsageError naming the first line that is none
 */
export async function* recordedEntries(file: string): AsyncGenerator<PublishedEntry> {
  if (!existsSync(file))
    throw new UsageError(`${file} cannot be read. It is a file of PutEvents entries, one a line.`)
  let number = 0
  for await (const line of createInterface({
    input: createReadStream(file),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    number++
    if (line.trim() === '') continue
    let entry: PublishedEntry
    try {
      entry = z.parse(entrySchema, JSON.parse(line))
    } catch {
      throw new UsageError(`${file}:${number} is not an entry with DetailType and Detail (a text)`)
    }
    yield entry
  }
}

/** How many lines a file has, for whoever waits. */
export const countLines = async (file: string): Promise<number> => {
  if (!existsSync(file)) return 0
  let lines = 0
  for await (const chunk of createReadStream(file)) for (const byte of chunk) if (byte === 10) lines++
  return lines
}
