import * as z from 'zod/mini'

/** Key of a message in the journal, as the delivery queues carry it. */
export const messageKeySchema = z.object({
  customerId: z.string().check(z.minLength(1)),
  entry: z.string().check(z.minLength(1)),
})
export type MessageKey = z.infer<typeof messageKeySchema>

/** Tags of SES take only A-Z a-z 0-9 _ . @ - and 256 characters; a key has others and may be longer. */
const TAG_LENGTH = 256

const CUSTOMER_TAG = 'bw-customer'
const entryTag = (part: number): string => `bw-entry-${part}`

const encode = (text: string): string => Buffer.from(text, 'utf8').toString('base64url')
const decode = (text: string): string => Buffer.from(text, 'base64url').toString('utf8')

/** The key as tags that a provider hands back with its feedback: base64url, the entry in parts. */
export const messageKeyTags = ({ customerId, entry }: MessageKey): Record<string, string> => {
  const encoded = encode(entry)
  const tags: Record<string, string> = { [CUSTOMER_TAG]: encode(customerId) }
  for (let part = 0; part * TAG_LENGTH < encoded.length; part++) {
    tags[entryTag(part)] = encoded.slice(part * TAG_LENGTH, (part + 1) * TAG_LENGTH)
  }
  return tags
}

/** The key in a provider's tags; undefined when they are not ours. */
export const messageKeyOfTags = (tags: Readonly<Record<string, string>>): MessageKey | undefined => {
  const customer = tags[CUSTOMER_TAG]
  let entry = ''
  for (let part = 0; tags[entryTag(part)]; part++) entry += tags[entryTag(part)]
  if (!customer || !entry) return undefined
  return { customerId: decode(customer), entry: decode(entry) }
}

/** The key as one ASCII word: a provider's idempotency key, the same at every attempt. */
export const messageKeyWord = ({ customerId, entry }: MessageKey): string =>
  `msg_${encode(`${customerId} ${entry}`)}`
