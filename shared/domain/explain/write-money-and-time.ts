import type { Words } from '#shared/domain/explain/words/words.ts'
import { minorUnitDigits } from '#shared/domain/money.ts'
import type { Money } from '#shared/domain/vocabulary.ts'

/** Intl parts amounts and codes by blanks that do not break; a reader wants to find what he types. */
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ')

/** Money in whole units and its currency, never as minor units. */
export const moneyWriter =
  ({ locale, currencyDisplay }: Words) =>
  ({ minorUnits, currency }: Money): string => {
    const digits = minorUnitDigits(currency)
    const amount = minorUnits / 10 ** digits
    const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits }
    if (!/^[A-Z]{3}$/.test(currency))
      return `${new Intl.NumberFormat(locale, fraction).format(amount)} ${currency}`
    const style = { style: 'currency', currency, currencyDisplay } as const
    return plain(new Intl.NumberFormat(locale, { ...style, ...fraction }).format(amount))
  }

/** Instants as date and time of a zone (IANA name). What is no instant is left as it is. */
export const timeWriter = ({ locale }: Words, timeZone: string) => {
  const format = new Intl.DateTimeFormat(locale, {
    timeZone,
    dateStyle: 'long',
    timeStyle: 'medium',
    hourCycle: 'h23',
  })
  return (instant: string): string => {
    const at = new Date(instant)
    return Number.isNaN(at.getTime()) ? instant : plain(format.format(at).replace(' at ', ', '))
  }
}

/** Calendar dates, YYYY-MM-DD; no zone is involved. What is no date is left as it is. */
export const dateWriter = ({ locale }: Words) => {
  const format = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', dateStyle: 'long' })
  return (date: string): string =>
    /^\d{4}-\d{2}-\d{2}$/.test(date) ? plain(format.format(new Date(`${date}T00:00:00Z`))) : date
}
