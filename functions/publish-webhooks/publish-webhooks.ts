import type { Settings } from '#shared/domain/settings.ts'
import { isAskedFor } from '#shared/domain/webhooks/event-types.ts'
import { eventsOfChange } from '#shared/domain/webhooks/events-of-change.ts'
import type { Counters } from '#shared/ports/counters.ts'
import type { QueuedWebhook, WebhookQueue } from '#shared/ports/webhook-queue.ts'

export interface PublishWebhooksDependencies {
  readonly settings: () => Promise<Settings>
  readonly queue: WebhookQueue
  readonly counters: Counters
}

/** A write to the journal, in the order of the writes. */
export interface JournalWrite {
  read(): { readonly before: unknown; readonly after: unknown }
}

type Placed = QueuedWebhook & { readonly place: number }

/**
 * Turns writes to the journal into webhooks on their way: one an endpoint that asks for the step. A message or task that
 * cannot be read is counted and left out, because it would hold up everybody else's for ever.
 * @returns the index of the first write that is not all on the queue; undefined when all are
 * @throws Error when the settings cannot be read
 */
export const publishWebhooks =
  ({ settings, queue, counters }: PublishWebhooksDependencies) =>
  async (writes: readonly JournalWrite[]): Promise<number | undefined> => {
    const { webhooks: endpoints } = await settings()
    if (endpoints.length === 0) return undefined

    const webhooksOf = (write: JournalWrite, place: number): Placed[] => {
      const events = eventsOfChange(write.read())
      if (events === undefined) counters.count('WebhooksUnreadable')
      return (events ?? []).flatMap((event) =>
        endpoints
          .filter(({ events: filters }) => isAskedFor(event.type, filters))
          .map(({ id }) => ({
            place,
            endpointId: id,
            customerId: String(event.data.customerId),
            event,
          })),
      )
    }

    const placed = writes.flatMap(webhooksOf)
    const undone = placed.length === 0 ? new Set<number>() : await queue.send(placed)
    const queued = placed.length - undone.size
    if (queued > 0) counters.count('WebhooksQueued', queued)
    return undone.size === 0 ? undefined : Math.min(...[...undone].map((index) => placed[index]?.place ?? 0))
  }
