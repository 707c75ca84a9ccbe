import { logMetrics } from '@aws-lambda-powertools/metrics/middleware'
import { SQSClient } from '@aws-sdk/client-sqs'
import middy from '@middy/core'
import type { ScheduledEvent } from 'aws-lambda'
import { sweepCalendarEnv } from '#functions/sweep-calendar/env.ts'
import { sweepCalendar } from '#functions/sweep-calendar/sweep-calendar.ts'
import { createCalendarIndex } from '#shared/adapters/dynamodb/calendar-index.ts'
import { createCampaignStore } from '#shared/adapters/dynamodb/campaign-store.ts'
import { createMeteredClient } from '#shared/adapters/dynamodb/metered-client.ts'
import { createSweepCursor } from '#shared/adapters/dynamodb/sweep-cursor.ts'
import { createCalendarQueue } from '#shared/adapters/sqs/calendar-queue.ts'
import { capacityMetrics } from '#shared/lambda/capacity-metrics.ts'
import { parseEnvironment } from '#shared/lambda/environment.ts'
import { countersOf, createLogger, createMetrics } from '#shared/lambda/observability.ts'
import { reportUnusableCampaign } from '#shared/lambda/unusable-campaign.ts'

const env = parseEnvironment(sweepCalendarEnv, process.env)
const log = createLogger('sweep-calendar', env.LOG_LEVEL)
const metrics = createMetrics('sweep-calendar')
const counters = countersOf(metrics)
const { documentClient, take } = createMeteredClient()

const dependencies = {
  index: createCalendarIndex({ documentClient, tableName: env.CUSTOMERS_TABLE }),
  cursor: createSweepCursor({ documentClient, tableName: env.CAMPAIGNS_TABLE }),
  queue: createCalendarQueue({ client: new SQSClient(), queueUrl: env.CALENDAR_QUEUE_URL }),
  campaigns: createCampaignStore({
    documentClient,
    tableName: env.CAMPAIGNS_TABLE,
    cacheMs: 0,
    now: Date.now,
    onUnusable: reportUnusableCampaign(log, counters),
  }),
}

export const handler = middy(async ({ time }: ScheduledEvent): Promise<void> => {
  const { sent } = await sweepCalendar(new Date(time), dependencies)
  counters.count('CalendarDue', sent)
  log.info('calendar swept', { upTo: time, sent })
})
  .use(logMetrics(metrics))
  .use(capacityMetrics(take, counters))
