import * as z from 'zod/mini'
import { minorUnitDigits } from '#shared/domain/money.ts'
import { moneySchema } from '#shared/domain/vocabulary.ts'

/** For whom values are written. */
export interface Reader {
  readonly locale: string
  /** IANA zone that instants are shown in. */
  readonly timeZone: string
}

/** An amount as the reader's language writes it: `12 345,67 Kč`. @throws when it is no money */
export const formatMoney = (value: unknown, { locale }: Reader): string => {
  const { minorUnits, currency } = z.parse(moneySchema, value)
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency })
  // A decimal text keeps every digit where a division would round.
  return format.format(`${minorUnits}E-${minorUnitDigits(currency)}` as `${number}`)
}

const CALENDAR_DATE = /^\d{4}-\d{2}-\d{2}$/

/** A day as the reader's language writes it: `22. listopadu 2026`. @throws when it is neither a date nor an instant */
export const formatDate = (value: unknown, { locale, timeZone }: Reader): string => {
  const text = z.parse(z.string(), value)
  // A calendar date has no zone: read and written in UTC it stays the day it is.
  const zone = CALENDAR_DATE.test(text) ? 'UTC' : timeZone
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: zone }).format(new Date(text))
}
