import type { Delivery } from '#shared/ports/decision-recorder.ts'

export interface DeliveryQueues {
  /** @returns the deliveries that no queue took */
  enqueue(deliveries: readonly Delivery[]): Promise<readonly Delivery[]>
}
