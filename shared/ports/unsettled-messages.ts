import type { DueEntry } from '#shared/ports/due-index.ts'

/** Messages that have not ended, as they stand in the index of what becomes due. */
export interface UnsettledMessages {
  /**
   * Moves a message on in the index, or out of it.
   * @param seen as it stood under `settle`; @param next nothing is looked after any more without it
   * @returns whether it still stood so: of two ticks that see the same, one moves it
   */
  moveOn(
    seen: DueEntry,
    next: { readonly kind: 'settle' | 'confirm'; readonly due: Date } | undefined,
  ): Promise<boolean>
  /**
   * Writes down that no word of a sent message has come, and takes it out of the index.
   * @param seen as it stood under `confirm`; @returns whether it still stood so
   */
  markUnconfirmed(seen: DueEntry, at: Date): Promise<boolean>
}
