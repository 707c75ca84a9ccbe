/** One record of a queue, as use cases see it. */
export interface QueuedWork {
  readonly body: string
  /** How often the queue has handed it out, this time included. */
  readonly receiveCount: number
}
