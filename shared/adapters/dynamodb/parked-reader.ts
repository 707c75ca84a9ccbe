import { gunzipSync } from 'node:zlib'
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import {
  type DynamoDBDocumentClient,
  paginateQuery,
  paginateScan,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb'
import * as z from 'zod/mini'
import type { ParkedWork } from '#shared/ports/parking.ts'

/** Parked work as it stands in the table. */
export interface StoredWork extends ParkedWork {
  /** How many items hold its payload. */
  readonly parts: number
}

export interface ParkedReader {
  /** Everything that is parked, in no order; one payload in memory at a time. */
  list(): AsyncGenerator<StoredWork>
  /** One piece of work as it is now; undefined when it is not there, or is being written at this moment. */
  read(parkedId: string): Promise<StoredWork | undefined>
  /** @returns false when it was parked anew since it was read, and therefore stays */
  remove(work: Pick<StoredWork, 'parkedId' | 'parkedAt' | 'parts'>): Promise<boolean>
}

const partSchema = z.object({
  parkedId: z.string(),
  part: z.string(),
  parts: z.number(),
  parkedAt: z.iso.datetime(),
  payload: z.instanceof(Uint8Array),
  reason: z.optional(z.string()),
  detailType: z.optional(z.string()),
})
type Part = z.infer<typeof partSchema>

const partName = (part: number): string => String(part).padStart(3, '0')

/** Joins the parts of one writing; undefined when some of it is missing or of another writing. */
const join = (all: readonly Part[]): StoredWork | undefined => {
  const first = all.find(({ part }) => part === partName(0))
  if (first === undefined) return undefined
  const { parkedId, parkedAt, parts, reason = '', detailType } = first
  const own = Array.from({ length: parts }, (_, index) =>
    all.find((one) => one.part === partName(index) && one.parkedAt === parkedAt),
  )
  const payloads = own.flatMap((one) => (one === undefined ? [] : [one.payload]))
  if (payloads.length < parts) return undefined
  return {
    parkedId,
    reason,
    ...(detailType === undefined ? {} : { detailType }),
    payload: gunzipSync(Buffer.concat(payloads)).toString('utf8'),
    parkedAt: new Date(parkedAt),
    parts,
  }
}

/** Reads what `createParking` wrote, and removes what was put back. */
export const createParkedReader = ({
  documentClient,
  tableName: TableName,
}: {
  documentClient: DynamoDBDocumentClient
  tableName: string
}): ParkedReader => {
  const read = async (parkedId: string): Promise<StoredWork | undefined> => {
    const parts: Part[] = []
    const query = {
      TableName,
      KeyConditionExpression: 'parkedId = :id',
      ExpressionAttributeValues: { ':id': parkedId },
      ConsistentRead: true,
    }
    for await (const { Items = [] } of paginateQuery({ client: documentClient }, query))
      parts.push(...Items.map((item) => z.parse(partSchema, item)))
    return join(parts)
  }

  return {
    read,
    async *list() {
      const scan = {
        TableName,
        FilterExpression: '#part = :first',
        ExpressionAttributeNames: { '#part': 'part' },
        ExpressionAttributeValues: { ':first': partName(0) },
        ConsistentRead: true,
      }
      for await (const { Items = [] } of paginateScan({ client: documentClient }, scan))
        for (const item of Items) {
          const first = z.parse(partSchema, item)
          const work = first.parts === 1 ? join([first]) : await read(first.parkedId)
          if (work !== undefined) yield work
        }
    },
    async remove({ parkedId, parkedAt, parts }) {
      const remove = (part: number) => ({
        Delete: {
          TableName,
          Key: { parkedId, part: partName(part) },
          ConditionExpression: 'parkedAt = :parkedAt',
          ExpressionAttributeValues: { ':parkedAt': parkedAt.toISOString() },
        },
      })
      try {
        const TransactItems = Array.from({ length: parts }, (_, part) => remove(part))
        await documentClient.send(new TransactWriteCommand({ TransactItems }))
        return true
      } catch (error) {
        if (isRefusedCondition(error)) return false
        throw error
      }
    },
  }
}

const isRefusedCondition = (error: unknown): boolean =>
  error instanceof TransactionCanceledException &&
  (error.CancellationReasons ?? []).some(({ Code }) => Code === 'ConditionalCheckFailed')
