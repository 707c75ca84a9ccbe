import * as z from 'zod/mini'
import type { Rests } from '#functions/send-webhooks/rest.ts'
import { PermanentError, RetryableError } from '#shared/domain/errors.ts'
import type { Settings } from '#shared/domain/settings.ts'
import { webhookBody } from '#shared/domain/webhooks/webhook-event.ts'
import type { Counters } from '#shared/ports/counters.ts'
import type { Log } from '#shared/ports/log.ts'
import type { QueuedWork } from '#shared/ports/queued-work.ts'
import type { WebhookAnswer, WebhookPoster } from '#shared/ports/webhook-poster.ts'
import type { WebhookSecrets } from '#shared/ports/webhook-secrets.ts'

export interface SendWebhooksDependencies {
  readonly settings: () => Promise<Settings>
  readonly secrets: WebhookSecrets
  readonly poster: WebhookPoster
  readonly rests: Rests
  readonly counters: Counters
  readonly log: Log
}

const queuedSchema = z.object({
  endpointId: z.string(),
  event: z.object({
    id: z.string(),
    type: z.string(),
    timestamp: z.string(),
    data: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
})

const parseBody = (body: string): z.infer<typeof queuedSchema> => {
  try {
    const parsed = z.safeParse(queuedSchema, JSON.parse(body))
    if (parsed.success) return parsed.data
  } catch {
    // Not JSON at all.
  }
  throw new PermanentError('unreadable-webhook')
}

const isTaken = ({ status = 0 }: WebhookAnswer): boolean => status >= 200 && status < 300

/**
 * Brings one event to its endpoint. Any answer but 2xx, 410 among them, and none at all mean that it comes again. What
 * waits for an endpoint that is not in the settings any more is wanted by nobody: taking it out is how one is ended.
 * @throws RetryableError when it was not taken: it, and all after it for this customer and endpoint, come again
 */
export const sendWebhook =
  ({ settings, secrets, poster, rests, counters, log }: SendWebhooksDependencies) =>
  async ({ body }: QueuedWork): Promise<void> => {
    const { endpointId, event } = parseBody(body)
    const endpoint = (await settings()).webhooks.find(({ id }) => id === endpointId)
    if (endpoint === undefined) return counters.count('WebhooksUnwanted')

    if (rests.isResting(endpointId)) throw new RetryableError('unavailable')

    const failed = (why: string): RetryableError => {
      rests.failed(endpointId)
      counters.count('WebhooksFailed')
      log.warn('webhook was not taken', { endpoint: endpointId, event: event.id, type: event.type, why })
      return new RetryableError('unavailable')
    }
    const shared = await secrets.of(endpointId)
    if (shared.length === 0) throw failed('no-secret')
    const { url } = endpoint
    const answer = await poster.post({ url, id: event.id, body: webhookBody(event), secrets: shared })
    if (!isTaken(answer)) throw failed(answer.status === undefined ? answer.because : String(answer.status))
    rests.worked(endpointId)
    counters.count('WebhooksSent')
  }
