import { gzipSync } from 'node:zlib'
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb'
import type { Parking } from '#shared/ports/parking.ts'
import { PARKED_RETENTION_DAYS } from '#shared/tables/parked.ts'

/** An item may have 400 KB; queues and bus carry up to 1 MB, and hostile payloads do not compress. */
const PART_BYTES = 350_000

/**
 * The parked table behind the port: the payload compressed, in as many parts as it takes. Writing the same work again
 * changes nothing but the time.
 */
export const createParking = ({
  documentClient,
  tableName,
}: {
  documentClient: DynamoDBDocumentClient
  tableName: string
}): Parking => ({
  park: async ({ parkedId, reason, detailType, payload, parkedAt }) => {
    const compressed = gzipSync(payload)
    const parts = Math.ceil(compressed.length / PART_BYTES)
    const expiresAt = Math.floor(parkedAt.getTime() / 1000) + PARKED_RETENTION_DAYS * 86_400
    // The first part is written last: whoever sees it finds the others there.
    for (let part = parts - 1; part >= 0; part--)
      await documentClient.send(
        new PutCommand({
          TableName: tableName,
          Item: {
            parkedId,
            part: String(part).padStart(3, '0'),
            parts,
            expiresAt,
            payload: compressed.subarray(part * PART_BYTES, (part + 1) * PART_BYTES),
            // On every part: it tells parts of this writing from those of an earlier one.
            parkedAt: parkedAt.toISOString(),
            ...(part === 0 ? { reason, ...(detailType === undefined ? {} : { detailType }) } : {}),
          },
        }),
      )
  },
})
