import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod/mini'
import { purposeSchema } from '#shared/domain/vocabulary.ts'
import type { ConsentProof, ConsentProofs } from '#shared/ports/consent-proofs.ts'

/** Every channel that a consent can be about (events/customer-profile-changed.ts). */
const CHANNELS = ['email', 'sms', 'push', 'inapp', 'phone'] as const

const registers = purposeSchema.options.flatMap((purpose) =>
  CHANNELS.map((channel) => ({ purpose, channel, attribute: `proof:${purpose}:${channel}` })),
)

const proofSchema = z.object({ granted: z.boolean(), at: z.string(), proof: z.string() })

/** The contacts table behind the port. Only the proofs are read, not the name and the addresses beside them. */
export const createConsentProofs = (client: DynamoDBDocumentClient, tableName: string): ConsentProofs => ({
  proofs: async (customerId) => {
    const { Item = {} } = await client.send(
      new GetCommand({
        TableName: tableName,
        Key: { customerId },
        ConsistentRead: true,
        ProjectionExpression: registers.map((_, index) => `#p${index}`).join(', '),
        ExpressionAttributeNames: Object.fromEntries(
          registers.map(({ attribute }, index) => [`#p${index}`, attribute]),
        ),
      }),
    )
    return registers.flatMap(({ purpose, channel, attribute }): ConsentProof[] => {
      const parsed = z.safeParse(proofSchema, Item[attribute])
      return parsed.success ? [{ purpose, channel, ...parsed.data }] : []
    })
  },
})
