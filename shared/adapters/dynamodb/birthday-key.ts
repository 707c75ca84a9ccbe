import type { UpdateCommandInput } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod/mini'
import { lunarBirthday } from '#shared/domain/calendar/lunar-date.ts'
import type { RegisterWrite } from '#shared/domain/profile/register.ts'
import { birthdayKey, calendarShard, lunarBirthdayKey } from '#shared/tables/customers.ts'

/** The registers that a birthday's place in the calendar follows from. */
const DATE = 'birthDate'
const CALENDAR = 'birthCalendar'

const textRegister = z.object({ v: z.string(), x: z.string() })
const birthdaySchema = z.object({
  [DATE]: z.optional(textRegister),
  [CALENDAR]: z.optional(textRegister),
  calendarKey: z.optional(z.string()),
})

/**
 * Where a birthday stands in the calendar's index: under one key, by the calendar it is kept by.
 * @param birthDate YYYY-MM-DD, Gregorian whatever the calendar
 * @param birthCalendar `chinese`, or else Gregorian
 */
export const birthdayCalendarKey = (
  birthDate: string,
  birthCalendar: string | undefined,
  shard: number,
): string =>
  birthCalendar === 'chinese'
    ? lunarBirthdayKey(lunarBirthday(birthDate), shard)
    : birthdayKey(birthDate.slice(5), shard)

/**
 * The key that goes along with writes that carry the date of birth: right if they carry the calendar too, or if it is
 * the Gregorian one. Where another event has said otherwise, `birthdayKeyMend` follows.
 */
export const birthdayKeyOf = (customerId: string, writes: readonly RegisterWrite[]): string | undefined => {
  const written = (name: string): unknown => writes.find(({ attribute }) => attribute === name)?.value.x
  const birthDate = written(DATE)
  const calendar = written(CALENDAR)
  if (typeof birthDate !== 'string') return undefined
  return birthdayCalendarKey(
    birthDate,
    typeof calendar === 'string' ? calendar : undefined,
    calendarShard(customerId),
  )
}

/** Whether writes can move a birthday in the calendar; all others need no look at its key. */
export const touchesBirthday = (writes: readonly RegisterWrite[]): boolean =>
  writes.some(({ attribute }) => attribute === DATE || attribute === CALENDAR)

type Mend = Pick<
  UpdateCommandInput,
  'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>

/**
 * The update that puts a birthday where the item's registers say, whichever of them came first; undefined where it
 * stands there. It holds only while both registers are those that were seen: whoever changed one since has seen the
 * other, and mends the key itself.
 * @param item a profile item as a write returned it
 */
export const birthdayKeyMend = (
  customerId: string,
  item: Readonly<Record<string, unknown>>,
): Mend | undefined => {
  const { birthDate, birthCalendar, calendarKey } = z.parse(birthdaySchema, item)
  if (!birthDate) return undefined
  const key = birthdayCalendarKey(birthDate.x, birthCalendar?.x, calendarShard(customerId))
  if (key === calendarKey) return undefined
  return {
    UpdateExpression: 'SET #key = :key',
    ConditionExpression: `#date.#v = :date AND ${
      birthCalendar ? '#calendar.#v = :calendar' : 'attribute_not_exists(#calendar)'
    }`,
    ExpressionAttributeNames: { '#key': 'calendarKey', '#date': DATE, '#calendar': CALENDAR, '#v': 'v' },
    ExpressionAttributeValues: {
      ':key': key,
      ':date': birthDate.v,
      ...(birthCalendar ? { ':calendar': birthCalendar.v } : {}),
    },
  }
}
