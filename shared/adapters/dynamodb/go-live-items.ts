import * as z from 'zod/mini'
import type { Item } from '#shared/adapters/dynamodb/campaign-items.ts'
import type { TransactItem } from '#shared/adapters/dynamodb/transaction.ts'
import { type GoLiveDate, goLiveDateSchema } from '#shared/domain/campaign/go-live-date.ts'
import type { DateChange } from '#shared/ports/live-campaigns.ts'
import { GO_LIVE_COLLECTION, goLiveKey } from '#shared/tables/campaigns.ts'

/** Only a date that waits stands in the index. */
const dateItem = ({ campaignId, ...date }: GoLiveDate): Item => ({
  ...goLiveKey(campaignId),
  ...date,
  ...(date.state === 'waiting' ? { dueKey: GO_LIVE_COLLECTION, due: date.goLiveAt } : {}),
})

/** @throws ZodError when the item is no date */
export const parseDateItem = ({ entry, ...rest }: Item): GoLiveDate =>
  z.parse(goLiveDateSchema, { ...rest, campaignId: entry })

/** Nobody sets two dates for one campaign at the same instant and gets both: which one stands is told by `state`, too. */
const asSeen = (seen: GoLiveDate) => ({
  ConditionExpression: '#setAt = :setAt AND #state = :seen',
  ExpressionAttributeNames: { '#setAt': 'setAt', '#state': 'state' },
  ExpressionAttributeValues: { ':setAt': seen.setAt, ':seen': seen.state },
})

export const datePut = (TableName: string, date: GoLiveDate, seen: GoLiveDate | undefined): TransactItem => ({
  Put: {
    TableName,
    Item: dateItem(date),
    ...(seen
      ? asSeen(seen)
      : {
          ConditionExpression: 'attribute_not_exists(#entry)',
          ExpressionAttributeNames: { '#entry': 'entry' },
        }),
  },
})

/** Ends a date, which takes it out of the index: nothing of the engine may delete items. */
export const dateEnd = (TableName: string, { seen, to, because }: DateChange): TransactItem => {
  const condition = asSeen(seen)
  return {
    Update: {
      TableName,
      Key: goLiveKey(seen.campaignId),
      UpdateExpression: `SET #state = :to${because === undefined ? '' : ', #because = :because'} REMOVE #dueKey, #due`,
      ConditionExpression: condition.ConditionExpression,
      ExpressionAttributeNames: {
        ...condition.ExpressionAttributeNames,
        '#dueKey': 'dueKey',
        '#due': 'due',
        ...(because === undefined ? {} : { '#because': 'because' }),
      },
      ExpressionAttributeValues: {
        ...condition.ExpressionAttributeValues,
        ':to': to,
        ...(because === undefined ? {} : { ':because': because }),
      },
    },
  }
}
