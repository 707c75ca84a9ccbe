import { logMetrics } from '@aws-lambda-powertools/metrics/middleware'
import middy from '@middy/core'
import { attributeConversion } from '#functions/attribute-conversion/attribute-conversion.ts'
import { attributeConversionEnv } from '#functions/attribute-conversion/env.ts'
import { createCampaignStore } from '#shared/adapters/dynamodb/campaign-store.ts'
import { createConversionJournal } from '#shared/adapters/dynamodb/conversion-journal.ts'
import { createMeteredClient } from '#shared/adapters/dynamodb/metered-client.ts'
import { resultsTarget } from '#shared/adapters/dynamodb/result-counters.ts'
import { capacityMetrics } from '#shared/lambda/capacity-metrics.ts'
import { parseEnvironment } from '#shared/lambda/environment.ts'
import { countersOf, createLogger, createMetrics } from '#shared/lambda/observability.ts'
import { perRecord } from '#shared/lambda/sqs-batch.ts'
import { reportUnusableCampaign } from '#shared/lambda/unusable-campaign.ts'

/** The settings say which day it is at the bank; campaigns are not decided by here. */
const SETTINGS_KEPT_MS = 60_000

const env = parseEnvironment(attributeConversionEnv, process.env)
const log = createLogger('attribute-conversion', env.LOG_LEVEL)
const metrics = createMetrics('attribute-conversion')
const counters = countersOf(metrics)
const { documentClient, take } = createMeteredClient()

const campaigns = createCampaignStore({
  documentClient,
  tableName: env.CAMPAIGNS_TABLE,
  cacheMs: SETTINGS_KEPT_MS,
  now: Date.now,
  onUnusable: reportUnusableCampaign(log, counters),
})

const attribute = attributeConversion({
  journal: createConversionJournal({
    documentClient,
    journalTable: env.JOURNAL_TABLE,
    results: resultsTarget(env.CAMPAIGNS_TABLE, campaigns),
  }),
  campaigns,
  counters,
})

export const handler = middy(perRecord(attribute, { concurrency: 5, log }))
  .use(logMetrics(metrics))
  .use(capacityMetrics(take, counters))
