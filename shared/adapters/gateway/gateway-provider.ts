import * as z from 'zod/mini'
import { neverConnected } from '#shared/adapters/provider-errors.ts'
import { signedHeaders } from '#shared/adapters/webhooks/signature.ts'
import { ProviderError, type ProviderErrorKind } from '#shared/domain/delivery/provider-error.ts'
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

const read = <T extends z.core.$ZodType>(schema: T, text: string): z.output<T> | undefined => {
  try {
    const parsed = z.safeParse(schema, JSON.parse(text))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

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

const reasonSchema = z.object({ reason: z.enum(['address-invalid', 'content-rejected']) })

/** A wrong path or redirect: the installation's, and perhaps gone with the next deployment of the gateway. */
const isMisled = (status: number): boolean =>
  status === 404 || status === 405 || (status >= 300 && status < 400)

/** What docs/gateway.md promises: 429 and 503 say that nothing was taken, 4xx that the message is refused for good. */
const sortAnswer = ({
  status,
  text,
}: {
  readonly status: number
  readonly text: string
}): ProviderErrorKind => {
  if (status === 429) return 'throttled'
  if (status === 401 || status === 403) return 'account-paused'
  if (status === 503 || isMisled(status)) return 'unavailable'
  if (status < 400 || status >= 500 || status === 408) return 'in-doubt'
  return read(reasonSchema, text)?.reason ?? 'refused'
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
    throw new ProviderError(neverConnected(error) ? 'unavailable' : 'in-doubt')
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
    if (!answer.ok) throw new ProviderError(sortAnswer(answer))
    return { providerMessageId: read(answerSchema, answer.text)?.messageId ?? id }
  },
})
