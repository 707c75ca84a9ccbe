import { SQSClient } from '@aws-sdk/client-sqs'
import type { Context, ScheduledEvent } from 'aws-lambda'
import { releaseDueEnv } from '#functions/release-due/env.ts'
import { releaseDue } from '#functions/release-due/release-due.ts'
import { createClock } from '#shared/adapters/clock/clock.ts'
import { createDueIndex } from '#shared/adapters/dynamodb/due-index.ts'
import { createMessageJournal } from '#shared/adapters/dynamodb/message-journal.ts'
import { resultsTarget } from '#shared/adapters/dynamodb/result-counters.ts'
import { createTaskJournal } from '#shared/adapters/dynamodb/task-journal.ts'
import { createUnsettledMessages } from '#shared/adapters/dynamodb/unsettled-messages.ts'
import { createDeliveryQueues } from '#shared/adapters/sqs/delivery-queues.ts'
import type { Channel } from '#shared/domain/vocabulary.ts'
import { deliveryQueueUrls } from '#shared/lambda/environment.ts'
import { errorReport } from '#shared/lambda/error-report.ts'
import { wireFunction } from '#shared/lambda/wire-function.ts'

/** Kept for the page at hand when the function's time runs out, in milliseconds. */
const LAST_PAGE_MS = 10_000

/** Settings are read once a run, however many tasks are overdue. */
const SETTINGS_KEPT_MS = 30_000

const { env, log, counters, documentClient, settingsReader, handle } = wireFunction(
  'release-due',
  releaseDueEnv,
)

const campaigns = settingsReader(env.CAMPAIGNS_TABLE, SETTINGS_KEPT_MS)

const givesFeedback = (channel: Channel): boolean =>
  (channel === 'email' && env.EMAIL_PROVIDER === 'ses') ||
  (channel === 'sms' && env.SMS_PROVIDER === 'end-user-messaging')

const dependencies = {
  campaigns,
  due: createDueIndex(documentClient, env.JOURNAL_TABLE),
  journal: createMessageJournal(
    documentClient,
    env.JOURNAL_TABLE,
    resultsTarget(env.CAMPAIGNS_TABLE, campaigns),
  ),
  unsettled: createUnsettledMessages(documentClient, env.JOURNAL_TABLE),
  tasks: createTaskJournal(documentClient, env.JOURNAL_TABLE),
  queues: createDeliveryQueues({ client: new SQSClient(), queueUrls: deliveryQueueUrls(env) }),
  givesFeedback,
  clock: createClock(env.CLOCK),
  describeError: errorReport,
  counters,
  log,
}

export const handler = handle(async ({ time }: ScheduledEvent, context: Context): Promise<void> => {
  const hasTime = (): boolean => context.getRemainingTimeInMillis() > LAST_PAGE_MS
  await releaseDue({ ...dependencies, hasTime })(new Date(time))
})
