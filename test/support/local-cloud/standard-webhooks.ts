import { createHmac } from 'node:crypto'

/**
 * Verifies a webhook as the published specification says
 * (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md), written down here by itself:
 * nothing of it is shared with the code that signs.
 * @param secret `whsec_` and base64
 */
export const isSigned = (
  headers: Readonly<Record<string, string>>,
  body: string,
  secret: string,
): boolean => {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  const expected = createHmac('sha256', key).update(signed, 'utf8').digest('base64')
  return (headers['webhook-signature'] ?? '').split(' ').includes(`v1,${expected}`)
}
