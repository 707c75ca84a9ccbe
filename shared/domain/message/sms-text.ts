/** No-break spaces, as `Intl` puts them between an amount and its currency. */
const NO_BREAK_SPACES = /[\u00a0\u202f]/g

/**
 * A text as an SMS: with spaces that its short alphabet has. One no-break space in it would make the whole message go
 * in UCS-2, and cost twice or three times as much.
 */
export const smsText = (text: string): string => text.replace(NO_BREAK_SPACES, ' ')
