/** Something that can never succeed as it is. */
export interface ParkedWork {
  /** The same for each redelivery of the same work. */
  readonly parkedId: string
  /** Where and what was expected; never a value of the payload. */
  readonly reason: string
  readonly detailType?: string
  /** The EventBridge envelope (or queue body) as it came. */
  readonly payload: string
  readonly parkedAt: Date
}

export interface Parking {
  park(work: ParkedWork): Promise<void>
}
