import { SQSClient } from '@aws-sdk/client-sqs'
import type { ScheduledEvent } from 'aws-lambda'
import { sweepCalendarEnv } from '#functions/sweep-calendar/env.ts'
import { sweepCalendar } from '#functions/sweep-calendar/sweep-calendar.ts'
import { createCalendarIndex } from '#shared/adapters/dynamodb/calendar-index.ts'
import { createSweepCursor } from '#shared/adapters/dynamodb/sweep-cursor.ts'
import { createCalendarQueue } from '#shared/adapters/sqs/calendar-queue.ts'
import { wireFunction } from '#shared/lambda/wire-function.ts'

const { env, log, counters, documentClient, settingsReader, handle } = wireFunction(
  'sweep-calendar',
  sweepCalendarEnv,
)

const dependencies = {
  index: createCalendarIndex({ documentClient, tableName: env.CUSTOMERS_TABLE }),
  cursor: createSweepCursor({ documentClient, tableName: env.CAMPAIGNS_TABLE }),
  queue: createCalendarQueue({ client: new SQSClient(), queueUrl: env.CALENDAR_QUEUE_URL }),
  campaigns: settingsReader(env.CAMPAIGNS_TABLE, 0),
}

export const handler = handle(async ({ time }: ScheduledEvent): Promise<void> => {
  const { sent } = await sweepCalendar(new Date(time), dependencies)
  counters.count('CalendarDue', sent)
  log.info('calendar swept', { upTo: time, sent })
})
