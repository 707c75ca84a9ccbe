/** An entry as the bank published it. */
export interface RecordedEvent {
  readonly DetailType: string
  /** JSON */
  readonly Detail: string
}

/** What the bank's systems published, day by day. */
export interface RecordedEvents {
  /** @param day YYYY-MM-DD in UTC, on which they came; in the order in which they were kept */
  of(day: string): AsyncIterable<RecordedEvent>
}
