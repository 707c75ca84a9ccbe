import type { WebhookEvent } from '#shared/domain/webhooks/webhook-event.ts'

/** One event for one endpoint. */
export interface QueuedWebhook {
  readonly endpointId: string
  readonly customerId: string
  readonly event: WebhookEvent
}

/** Keeps the order of what it is given, for each endpoint and customer. */
export interface WebhookQueue {
  /**
   * Puts events on the queue in their order, and stops where it has trouble; never throws.
   * @returns indexes of those that were not taken; none of their customers' later ones was taken either
   */
  send(webhooks: readonly QueuedWebhook[]): Promise<ReadonlySet<number>>
}
