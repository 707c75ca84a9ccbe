import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3'
import * as z from 'zod/mini'
import type { RecordedEvent, RecordedEvents } from '#shared/ports/recorded-events.ts'

const unzip = promisify(gunzip)

/** What EventBridge hands over, as far as it is what the bank published. */
const eventSchema = z.object({ 'detail-type': z.string(), detail: z.unknown() })

const eventIn = (line: string): RecordedEvent[] => {
  if (line.trim() === '') return []
  const { 'detail-type': DetailType, detail } = z.parse(eventSchema, JSON.parse(line))
  return [{ DetailType, Detail: JSON.stringify(detail) }]
}

/**
 * The archive that Data Firehose writes: gzipped files of one event a line, under the day on which they came. An object
 * is read as a whole; Firehose makes none larger than its buffer.
 */
export const createRecordedEvents = (client: S3Client, bucket: string, prefix: string): RecordedEvents => {
  const keysOf = async (day: string): Promise<string[]> => {
    const keys: string[] = []
    const Prefix = `${prefix}${day.replaceAll('-', '/')}/`
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix }))
      keys.push(...Contents.flatMap(({ Key }) => Key ?? []))
    return keys.sort()
  }
  const linesOf = async (Key: string): Promise<string[]> => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }))
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array()
    return (await unzip(bytes)).toString('utf8').split('\n')
  }
  return {
    of: async function* (day) {
      for (const key of await keysOf(day)) for (const line of await linesOf(key)) yield* eventIn(line)
    },
  }
}
