import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod/mini'
import type { CalendarIndex, CalendarRow } from '#shared/ports/calendar-index.ts'
import {
  birthdayKey,
  CALENDAR_SHARDS,
  cardExpiryKey,
  lunarBirthdayKey,
  PROFILE_ITEM,
} from '#shared/tables/customers.ts'

const rowSchema = z.object({
  customerId: z.string(),
  item: z.string(),
  timeZone: z.optional(z.object({ x: z.string() })),
})

const CARD_ITEM = 'card#'

const rowOf = (attributes: unknown): CalendarRow => {
  const { customerId, item, timeZone } = z.parse(rowSchema, attributes)
  const zone = timeZone ? { timeZone: timeZone.x } : {}
  if (item === PROFILE_ITEM) return { customerId, kind: 'birthday', ...zone }
  return { customerId, kind: 'card-expiry', cardId: item.slice(CARD_ITEM.length), ...zone }
}

/** The customers table's calendar index behind the port: one query a shard, pages followed to the end. */
export const createCalendarIndex = ({
  documentClient,
  tableName,
}: {
  documentClient: DynamoDBDocumentClient
  tableName: string
}): CalendarIndex => {
  async function* query(keyOf: (shard: number) => string): AsyncGenerator<CalendarRow> {
    for (let shard = 0; shard < CALENDAR_SHARDS; shard++) {
      const pages = paginateQuery(
        { client: documentClient },
        {
          TableName: tableName,
          IndexName: 'byCalendar',
          KeyConditionExpression: '#key = :key',
          ExpressionAttributeNames: { '#key': 'calendarKey' },
          ExpressionAttributeValues: { ':key': keyOf(shard) },
        },
      )
      for await (const { Items = [] } of pages) yield* Items.map(rowOf)
    }
  }
  return {
    birthdays: (monthDay) => query((shard) => birthdayKey(monthDay, shard)),
    lunarBirthdays: (monthDay) => query((shard) => lunarBirthdayKey(monthDay, shard)),
    cardsExpiring: (expiresOn) => query((shard) => cardExpiryKey(expiresOn, shard)),
  }
}
