/** One record of a queue, as use cases see it. */
export interface QueuedWork {
  readonly body: string
  /** The queue's id of it, the same for each redelivery. */
  readonly recordId: string
  /** How often the queue has handed it out, this time included. */
  readonly receiveCount: number
}
