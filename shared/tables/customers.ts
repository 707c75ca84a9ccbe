import { shardOf } from '#shared/tables/shard.ts'
import { defineTable } from '#shared/tables/table.ts'

/** Items of the customers table: one profile a customer, and one small calendar item a card. */
export const customersTable = defineTable({
  name: 'customers',
  holds: 'the live profile, pseudonymous, aimed at ≤ 1 KB an item, and one calendar item per card',
  partitionKey: 'customerId',
  sortKey: 'item',
  indexes: {
    byCalendar: { partitionKey: 'calendarKey', projects: ['timeZone'] },
  },
  encryption: 'aws-managed',
  accessPatterns: [
    {
      need: 'apply a bank event',
      how: 'UpdateItem customerId + `profile`, conditional per register; returns the profile',
    },
    { need: 'decide on a calendar or ready-made signal', how: 'GetItem customerId + `profile`' },
    {
      need: 'count a message that took another one’s place under the caps of its channel',
      how: 'UpdateItem customerId + `profile`, conditional on the recent contacts that were seen',
    },
    { need: 'birthdays of a day', how: 'Query byCalendar `birthday#MM-DD#shard`' },
    {
      need: 'birthdays of a day of the Chinese calendar',
      how: 'Query byCalendar `lunar#MM-DD#shard`; a customer is under either key, never under both',
    },
    { need: 'cards that expire on a day', how: 'Query byCalendar `card#YYYY-MM-DD#shard`' },
  ],
})

export const PROFILE_ITEM = 'profile'

/** Sort key of a card's calendar item. */
export const cardItem = (cardId: string): string => `card#${cardId}`

/**
 * How many partitions one day's calendar entries are spread over: enough for parallel sweeps of a bank with tens of
 * millions of customers (30,000 birthdays a day), few enough that an empty day costs next to nothing.
 */
export const CALENDAR_SHARDS = 4

/** The shard of a customer's calendar entries. */
export const calendarShard = (customerId: string): number => shardOf(customerId, CALENDAR_SHARDS)

/** @param monthDay month and day of the Gregorian calendar, `MM-DD` */
export const birthdayKey = (monthDay: string, shard: number): string => `birthday#${monthDay}#${shard}`

/** @param monthDay month and day of the Chinese calendar, `MM-DD` */
export const lunarBirthdayKey = (monthDay: string, shard: number): string => `lunar#${monthDay}#${shard}`

/** @param date `YYYY-MM-DD` */
export const cardExpiryKey = (date: string, shard: number): string => `card#${date}#${shard}`
