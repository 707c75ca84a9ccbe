/** A customer, or a card, whose day has come somewhere on earth. */
export interface CalendarRow {
  readonly customerId: string
  readonly kind: 'birthday' | 'card-expiry'
  readonly cardId?: string
  /** The customer's IANA zone, where it is known. */
  readonly timeZone?: string
}

/** The calendar's index over the customers table. */
export interface CalendarIndex {
  /** Birthdays kept by the Gregorian calendar. @param monthDay MM-DD */
  birthdays(monthDay: string): AsyncIterable<CalendarRow>
  /** Birthdays kept by the Chinese calendar. @param monthDay its month and day, MM-DD */
  lunarBirthdays(monthDay: string): AsyncIterable<CalendarRow>
  /** @param expiresOn YYYY-MM-DD */
  cardsExpiring(expiresOn: string): AsyncIterable<CalendarRow>
}
