/** How far the calendar was swept: everything due up to then has been put on the queue. */
export interface SweepCursor {
  read(): Promise<Date | undefined>
  /** Moves it on; another sweep that got further meanwhile is left where it is. */
  advance(to: Date): Promise<void>
}
