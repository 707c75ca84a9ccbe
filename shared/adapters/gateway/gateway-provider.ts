import * as z from 'zod/mini'
import { neverConnected } from '#shared/adapters/provider-errors.ts'
import { signedHeaders } from '#shared/adapters/webhooks/signature.ts'
import { PermanentError, RetryableError } from '#shared/domain/errors.ts'
import { messageKeyWord } from '#shared/domain/message/message-key.ts'
import type { ChannelProvider, OutgoingMessage } from '#shared/ports/channel-provider.ts'

export interface GatewayOptions {
  readonly url: string
  readonly secret: () => Promise<string>
  /** Wall clock: receivers refuse signatures of another time. */
  readonly now: () => Date
  /** For the whole exchange, in milliseconds. */
  readonly timeoutMs: number
}

const answerSchema = z.object({ messageId: z.string().check(z.minLength(1), z.maxLength(256)) })

/** What the gateway gets, as docs/gateway.md describes it. */
const bodyOf = (message: OutgoingMessage, id: string): string =>
  JSON.stringify({
    id,
    channel: message.channel,
    purpose: message.purpose,
    locale: message.locale,
    recipient: message.to,
    content:
      message.channel === 'email'
        ? { subject: message.subject, text: message.text, html: message.html }
        : { text: message.text },
    ...(message.channel === 'email'
      ? { unsubscribeUrl: message.unsubscribeUrl }
      : { timeToLive: message.timeToLive }),
  })

/** What docs/gateway.md promises: 429 and 503 say that nothing was taken, 4xx that the message is refused for good. */
const sortStatus = (status: number): PermanentError | RetryableError => {
  if (status === 429) return new RetryableError('throttled')
  // A wrong secret, path or redirect lies with the installation, not with the message.
  const misconfigured = [401, 403, 404, 405].includes(status) || (status >= 300 && status < 400)
  if (status === 503 || misconfigured) return new RetryableError('unavailable')
  if (status >= 400 && status < 500 && status !== 408) return new PermanentError('refused-by-provider')
  return new RetryableError('in-doubt')
}

const post = async (url: string, body: string, headers: Record<string, string>, timeoutMs: number) => {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    })
    return { status: response.status, ok: response.ok, text: await response.text() }
  } catch (error) {
    throw new RetryableError(neverConnected(error) ? 'unavailable' : 'in-doubt')
  }
}

const answeredId = (text: string): string | undefined => {
  try {
    const parsed = z.safeParse(answerSchema, JSON.parse(text))
    return parsed.success ? parsed.data.messageId : undefined
  } catch {
    return undefined
  }
}

/**
 * The bank's own HTTPS endpoint, for providers AWS does not offer in a region: a signed POST of the message. Its `id`
 * is the same at each attempt, so the gateway can keep a repetition from going out twice.
 */
export const createGatewayProvider = ({ url, secret, now, timeoutMs }: GatewayOptions): ChannelProvider => ({
  send: async (message) => {
    const id = messageKeyWord(message.key)
    const body = bodyOf(message, id)
    const headers = signedHeaders(await secret(), id, now(), body)
    const answer = await post(url, body, headers, timeoutMs)
    if (!answer.ok) throw sortStatus(answer.status)
    return { providerMessageId: answeredId(answer.text) ?? id }
  },
})
