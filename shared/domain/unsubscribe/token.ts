import { createHmac, timingSafeEqual } from 'node:crypto'
import * as z from 'zod/mini'
import { PermanentError } from '#shared/domain/errors.ts'
import { KEY_ID, type Keyring } from '#shared/domain/unsubscribe/keyring.ts'
import { channelSchema } from '#shared/domain/vocabulary.ts'

/** What a link ends: marketing through one channel to one customer; and which message it stood in. No PII. */
export interface Unsubscription {
  readonly customerId: string
  readonly channel: z.infer<typeof channelSchema>
  readonly campaignId: string
  readonly campaignVersion: number
}

/** Of the token's layout; another layout is another word, and both are read for as long as links live. */
const LAYOUT = 'v1'

/** Longer than any that we sign (ids have at most 64 characters): nothing beyond it is looked at. */
const LONGEST_TOKEN = 512

/** Of an unknown key's place, so that an unknown key takes the same steps as a wrong signature. */
const NO_SECRET = 'no-secret'

const payloadSchema = z.tuple([z.string(), channelSchema, z.string(), z.int()])

/** @param signed everything that stands before the signature: layout and key id cannot be changed either */
const signatureOf = (signed: string, secret: string): string =>
  createHmac('sha256', secret).update(`unsubscribe ${signed}`).digest('base64url')

/** As text, so that no second spelling of a base64url word is accepted. */
const isEqual = (given: string, expected: string): boolean => {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/**
 * A word for a URL: `v1.KEY.PAYLOAD.SIGNATURE`, HMAC-SHA-256 in base64url. It never expires: a link to unsubscribe must
 * work for as long as somebody keeps the email. The same input gives the same token.
 * @throws PermanentError when ids are longer than any contract lets them be
 */
export const signUnsubscription = (unsubscription: Unsubscription, { current, keys }: Keyring): string => {
  const { customerId, channel, campaignId, campaignVersion } = unsubscription
  const secret = keys.get(current)
  if (secret === undefined) throw new Error('the keyring lacks its current key')
  const payload = JSON.stringify([customerId, channel, campaignId, campaignVersion])
  const signed = `${LAYOUT}.${current}.${Buffer.from(payload).toString('base64url')}`
  const token = `${signed}.${signatureOf(signed, secret)}`
  // A link that nobody could use must not be sent.
  if (token.length > LONGEST_TOKEN) throw new PermanentError('unreadable-message')
  return token
}

const payloadOf = (encoded: string): Unsubscription | undefined => {
  try {
    const parsed = z.parse(payloadSchema, JSON.parse(Buffer.from(encoded, 'base64url').toString()))
    const [customerId, channel, campaignId, campaignVersion] = parsed
    return { customerId, channel, campaignId, campaignVersion }
  } catch {
    return undefined
  }
}

/**
 * What a token ends, if one of the keys signed exactly this text. Looks nothing up, so that it takes no longer for
 * customers who exist than for others.
 * @returns undefined for anything else
 */
export const readUnsubscription = (token: string, { keys }: Keyring): Unsubscription | undefined => {
  if (token.length > LONGEST_TOKEN) return undefined
  const [layout, keyId = '', payload = '', signature = '', ...rest] = token.split('.')
  if (layout !== LAYOUT || !KEY_ID.test(keyId) || rest.length > 0) return undefined
  const secret = keys.get(keyId)
  const expected = signatureOf(`${layout}.${keyId}.${payload}`, secret ?? NO_SECRET)
  return isEqual(signature, expected) && secret !== undefined ? payloadOf(payload) : undefined
}
