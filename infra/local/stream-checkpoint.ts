import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import * as z from 'zod/mini'

const fileSchema = z.object({ stream: z.string(), shards: z.record(z.string(), z.string()) })
type Positions = z.infer<typeof fileSchema>

/** How far a mapping has read each shard of a stream, kept in a file. */
export class StreamCheckpoint {
  readonly #file: string
  #positions: Positions | undefined

  constructor(directory: string, mappingName: string) {
    mkdirSync(directory, { recursive: true })
    this.#file = path.join(directory, `${mappingName}.json`)
    this.#positions = read(this.#file)
  }

  /** What was kept of another stream says nothing about this one. */
  begin(stream: string): void {
    if (this.#positions?.stream !== stream) this.#positions = { stream, shards: {} }
  }

  /** @returns sequence number of the last record that was delivered */
  of(shardId: string): string | undefined {
    return this.#positions?.shards[shardId]
  }

  keep(shardId: string, sequenceNumber: string | undefined): void {
    if (this.#positions === undefined || sequenceNumber === undefined) return
    if (this.#positions.shards[shardId] === sequenceNumber) return
    this.#positions.shards[shardId] = sequenceNumber
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.#positions))
    renameSync(`${this.#file}.new`, this.#file)
  }
}

const read = (file: string): Positions | undefined => {
  try {
    return z.parse(fileSchema, JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    // None yet, or none that can be read: the stream is read from its beginning, and repeats itself.
    return undefined
  }
}
