import { createHmac } from 'node:crypto'

const PREFIX = 'whsec_'

const keyOf = (secret: string): Buffer =>
  secret.startsWith(PREFIX) ? Buffer.from(secret.slice(PREFIX.length), 'base64') : Buffer.from(secret, 'utf8')

/**
 * Headers of a signed request by Standard Webhooks (https://www.standardwebhooks.com).
 * @param secrets `whsec_` and base64, or any text; several, while the receiver changes from one to the other: it takes a
 *   request of which one signature is right
 * @param id the same at each attempt, so that the receiver can tell a repetition
 */
export const signedHeaders = (
  secrets: string | readonly string[],
  id: string,
  sentAt: Date,
  body: string,
) => {
  const timestamp = String(Math.floor(sentAt.getTime() / 1000))
  const signatures = [secrets]
    .flat()
    .map((secret) =>
      createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64'),
    )
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.map((signature) => `v1,${signature}`).join(' '),
  }
}
