import { lunarBirthday } from '#shared/domain/calendar/lunar-date.ts'
import type { RegisterWrite } from '#shared/domain/profile/register.ts'
import type { CalendarIndex, CalendarRow } from '#shared/ports/calendar-index.ts'

type Item = Readonly<Record<string, unknown>>

/** Rows under keys, one key a row. */
const createKeyed = () => {
  const byKey = new Map<string, Map<string, CalendarRow>>()
  const keyOf = new Map<string, string>()
  return {
    put: (name: string, key: string | undefined, row: CalendarRow): void => {
      const former = keyOf.get(name)
      if (former !== undefined && former !== key) byKey.get(former)?.delete(name)
      if (key === undefined) return void keyOf.delete(name)
      keyOf.set(name, key)
      const rows = byKey.get(key) ?? new Map<string, CalendarRow>()
      byKey.set(key, rows.set(name, row))
    },
    async *rows(key: string): AsyncGenerator<CalendarRow> {
      yield* [...(byKey.get(key)?.values() ?? [])]
    },
  }
}

/** The value of a register of an item, where it is a text. */
const textOf = (item: Item, name: string): string | undefined => {
  const register = item[name]
  const value = typeof register === 'object' && register !== null && 'x' in register ? register.x : undefined
  return typeof value === 'string' ? value : undefined
}

const zoneOf = (item: Item) => {
  const timeZone = textOf(item, 'timeZone')
  return timeZone === undefined ? {} : { timeZone }
}

/** The registers that a birthday's row follows from. */
const BIRTHDAY: ReadonlySet<string> = new Set(['birthDate', 'birthCalendar', 'timeZone'])

/** Rows of both, those of both once. The index only hints: whether a day is still kept, the profile says. */
async function* both(
  known: AsyncIterable<CalendarRow> | undefined,
  more: AsyncIterable<CalendarRow>,
): AsyncGenerator<CalendarRow> {
  const seen = new Set<string>()
  for (const rows of known ? [more, known] : [more])
    for await (const row of rows) {
      const name = `${row.customerId}/${row.cardId ?? ''}`
      if (!seen.has(name)) yield row
      seen.add(name)
    }
}

/**
 * The calendar's index in memory: it follows the items as the table's does, and without its delay.
 * @param known what falls due for customers who were known before
 */
export const profileCalendar = (known?: CalendarIndex) => {
  const birthdays = createKeyed()
  const cards = createKeyed()
  const index: CalendarIndex = {
    birthdays: (monthDay) => both(known?.birthdays(monthDay), birthdays.rows(`gregorian ${monthDay}`)),
    lunarBirthdays: (monthDay) =>
      both(known?.lunarBirthdays(monthDay), birthdays.rows(`chinese ${monthDay}`)),
    cardsExpiring: (expiresOn) => both(known?.cardsExpiring(expiresOn), cards.rows(expiresOn)),
  }
  return {
    index,
    /** @param facts that were just written: most of them move no birthday */
    keepBirthday: (customerId: string, item: Item, facts: readonly RegisterWrite[]): void => {
      if (!facts.some(({ attribute }) => BIRTHDAY.has(attribute))) return
      const birthDate = textOf(item, 'birthDate')
      if (birthDate === undefined) return
      const isChinese = textOf(item, 'birthCalendar') === 'chinese'
      const key = isChinese ? `chinese ${lunarBirthday(birthDate)}` : `gregorian ${birthDate.slice(5)}`
      birthdays.put(customerId, key, { customerId, kind: 'birthday', ...zoneOf(item) })
    },
    keepCard: (customerId: string, cardId: string, item: Item): void =>
      cards.put(`${customerId}/${cardId}`, textOf(item, 'expiry'), {
        customerId,
        kind: 'card-expiry',
        cardId,
        ...zoneOf(item),
      }),
  }
}
