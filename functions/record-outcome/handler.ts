import { logMetrics } from '@aws-lambda-powertools/metrics/middleware'
import middy from '@middy/core'
import { recordOutcomeEnv } from '#functions/record-outcome/env.ts'
import { recordOutcome } from '#functions/record-outcome/record-outcome.ts'
import { createClock } from '#shared/adapters/clock/clock.ts'
import { createCampaignPauses } from '#shared/adapters/dynamodb/campaign-pauses.ts'
import { createCampaignStore } from '#shared/adapters/dynamodb/campaign-store.ts'
import { createMessageJournal } from '#shared/adapters/dynamodb/message-journal.ts'
import { createMeteredClient } from '#shared/adapters/dynamodb/metered-client.ts'
import { resultsTarget } from '#shared/adapters/dynamodb/result-counters.ts'
import { createResultsReader } from '#shared/adapters/dynamodb/results-reader.ts'
import { createSuppressionWriter } from '#shared/adapters/dynamodb/suppression-writer.ts'
import { capacityMetrics } from '#shared/lambda/capacity-metrics.ts'
import { parseEnvironment } from '#shared/lambda/environment.ts'
import { countersOf, createLogger, createMetrics } from '#shared/lambda/observability.ts'
import { perRecord } from '#shared/lambda/sqs-batch.ts'
import { reportUnusableCampaign } from '#shared/lambda/unusable-campaign.ts'

/** The settings say which day it is at the bank; campaigns are not decided by here. */
const SETTINGS_KEPT_MS = 60_000

const env = parseEnvironment(recordOutcomeEnv, process.env)
const log = createLogger('record-outcome', env.LOG_LEVEL)
const metrics = createMetrics('record-outcome')
const counters = countersOf(metrics)
const { documentClient, take } = createMeteredClient()

const campaigns = createCampaignStore({
  documentClient,
  tableName: env.CAMPAIGNS_TABLE,
  cacheMs: SETTINGS_KEPT_MS,
  now: Date.now,
  onUnusable: reportUnusableCampaign(log, counters),
})

const record = recordOutcome({
  journal: createMessageJournal(
    documentClient,
    env.JOURNAL_TABLE,
    resultsTarget(env.CAMPAIGNS_TABLE, campaigns),
  ),
  suppressions: createSuppressionWriter(documentClient, env.CUSTOMERS_TABLE),
  results: createResultsReader(documentClient, env.CAMPAIGNS_TABLE),
  pauses: createCampaignPauses({
    documentClient,
    campaignsTable: env.CAMPAIGNS_TABLE,
    auditTable: env.AUDIT_TABLE,
  }),
  clock: createClock(env.CLOCK),
  log,
  counters,
})

export const handler = middy(perRecord(record, { concurrency: 10, log }))
  .use(logMetrics(metrics))
  .use(capacityMetrics(take, counters))
