import * as z from 'zod/mini'
import { hasKey, shapeByKey } from '#shared/domain/campaign/shape-by-key.ts'

export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const

/** As clocks on the wall show it, `09:30`. */
const timeOfDay = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/))
const localDateTime = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/))

const instant = z.iso.datetime({ offset: true })
const localDate = z.iso.date()
const lastMoment = shapeByKey<string>(
  (given) => (typeof given === 'string' && given.includes('T') ? instant : localDate),
  () => [instant, localDate],
)
const lastDay = z.literal('last')
const numberedDay = z.int().check(z.minimum(1), z.maximum(31))
const dayOfMonth = shapeByKey<number | 'last'>(
  (given) => (typeof given === 'string' ? lastDay : numberedDay),
  () => [numberedDay, lastDay],
)

const common = {
  /** IANA zone of the schedule's dates and times. */
  timeZone: z.string(),
  /** No occurrence is later: an instant, or a local date whose whole day still counts. */
  until: z.optional(lastMoment),
  /** At most so many customers are decided about in a second. @default as fast as it goes */
  customersPerSecond: z.optional(z.int().check(z.minimum(1), z.maximum(10_000))),
}

const onceSchema = z.strictObject({ ...common, once: localDateTime })
const dailySchema = z.strictObject({ ...common, daily: z.strictObject({ at: timeOfDay }) })
const weeklySchema = z.strictObject({
  ...common,
  weekly: z.strictObject({ on: z.array(z.enum(WEEKDAYS)).check(z.minLength(1)), at: timeOfDay }),
})
const monthlySchema = z.strictObject({
  ...common,
  /** A month without that day is left out; `last` is in every month. */
  monthly: z.strictObject({ onDay: dayOfMonth, at: timeOfDay }),
})
/** Five fields: minute, hour, day of month, month, weekday. */
const cronSchema = z.strictObject({ ...common, cron: z.string() })

/** When the occurrences of a campaign come. */
export type Schedule =
  | z.infer<typeof onceSchema>
  | z.infer<typeof dailySchema>
  | z.infer<typeof weeklySchema>
  | z.infer<typeof monthlySchema>
  | z.infer<typeof cronSchema>

/** The form that was meant is told by its key; `cron` is the oldest. */
export const scheduleSchema = shapeByKey<Schedule>(
  (given) => {
    if (hasKey(given, 'once')) return onceSchema
    if (hasKey(given, 'daily')) return dailySchema
    if (hasKey(given, 'weekly')) return weeklySchema
    return hasKey(given, 'monthly') ? monthlySchema : cronSchema
  },
  () => [onceSchema, dailySchema, weeklySchema, monthlySchema, cronSchema],
)
