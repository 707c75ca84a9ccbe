import { logMetrics } from '@aws-lambda-powertools/metrics/middleware'
import middy from '@middy/core'
import { receiveReplyEnv } from '#functions/receive-reply/env.ts'
import { receiveReply } from '#functions/receive-reply/receive-reply.ts'
import { createClock } from '#shared/adapters/clock/clock.ts'
import { createCampaignStore } from '#shared/adapters/dynamodb/campaign-store.ts'
import { createMeteredClient } from '#shared/adapters/dynamodb/metered-client.ts'
import { createOptOuts } from '#shared/adapters/dynamodb/opt-outs.ts'
import { createPhoneIndex } from '#shared/adapters/dynamodb/phone-index.ts'
import { createRepliedMessages } from '#shared/adapters/dynamodb/replied-messages.ts'
import { resultsTarget } from '#shared/adapters/dynamodb/result-counters.ts'
import { capacityMetrics } from '#shared/lambda/capacity-metrics.ts'
import { parseEnvironment } from '#shared/lambda/environment.ts'
import { countersOf, createLogger, createMetrics } from '#shared/lambda/observability.ts'
import { perRecord } from '#shared/lambda/sqs-batch.ts'
import { reportUnusableCampaign } from '#shared/lambda/unusable-campaign.ts'

/** The settings say which day it is at the bank; campaigns are not decided by here. */
const SETTINGS_KEPT_MS = 60_000

const env = parseEnvironment(receiveReplyEnv, process.env)
const log = createLogger('receive-reply', env.LOG_LEVEL)
const metrics = createMetrics('receive-reply')
const counters = countersOf(metrics)
const { documentClient, take } = createMeteredClient()

const campaigns = createCampaignStore({
  documentClient,
  tableName: env.CAMPAIGNS_TABLE,
  cacheMs: SETTINGS_KEPT_MS,
  now: Date.now,
  onUnusable: reportUnusableCampaign(log, counters),
})

const receive = receiveReply({
  phones: createPhoneIndex(documentClient, env.CONTACTS_TABLE),
  optOuts: createOptOuts({
    documentClient,
    customersTable: env.CUSTOMERS_TABLE,
    auditTable: env.AUDIT_TABLE,
    journalTable: env.JOURNAL_TABLE,
  }),
  replied: createRepliedMessages({
    documentClient,
    journalTable: env.JOURNAL_TABLE,
    results: resultsTarget(env.CAMPAIGNS_TABLE, campaigns),
  }),
  clock: createClock(env.CLOCK),
  counters,
})

export const handler = middy(perRecord(receive, { concurrency: 10, log }))
  .use(logMetrics(metrics))
  .use(capacityMetrics(take, counters))
