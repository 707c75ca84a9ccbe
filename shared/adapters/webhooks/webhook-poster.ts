import { signedHeaders } from '#shared/adapters/webhooks/signature.ts'
import { mayPostTo } from '#shared/domain/webhooks/endpoint-url.ts'
import type { WebhookAnswer, WebhookPoster } from '#shared/ports/webhook-poster.ts'

export interface WebhookPosterOptions {
  /** Wall clock: receivers refuse signatures of another time. */
  readonly now: () => Date
  /** For the answer's head, in milliseconds; its body is not read. */
  readonly timeoutMs: number
  /** Whether plain HTTP to this machine is posted to; on Lambda that would be the runtime's own interface. */
  readonly loopback: boolean
}

/** Standard Webhooks over HTTPS. What the endpoint answers beyond its status is not looked at, nor kept. */
export const createWebhookPoster = ({ now, timeoutMs, loopback }: WebhookPosterOptions): WebhookPoster => ({
  post: async ({ url, id, body, secrets }): Promise<WebhookAnswer> => {
    // Settings are checked when they are read, but for any installation; this one may have to be stricter.
    if (!mayPostTo(url, loopback)) return { status: undefined, because: 'refused-url' }
    const headers = {
      ...signedHeaders(secrets, id, now(), body),
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Bellwether-Webhooks/1',
    }
    const signal = AbortSignal.timeout(timeoutMs)
    try {
      const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal })
      // Not waited for: a body that never ends is the endpoint's own business.
      response.body?.cancel().catch(() => {})
      return { status: response.status }
    } catch {
      return { status: undefined, because: 'no-answer' }
    }
  },
})
