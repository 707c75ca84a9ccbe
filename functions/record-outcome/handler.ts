import { recordOutcomeEnv } from '#functions/record-outcome/env.ts'
import { recordOutcome } from '#functions/record-outcome/record-outcome.ts'
import { createClock } from '#shared/adapters/clock/clock.ts'
import { createCampaignPauses } from '#shared/adapters/dynamodb/campaign-pauses.ts'
import { createMessageJournal } from '#shared/adapters/dynamodb/message-journal.ts'
import { resultsTarget } from '#shared/adapters/dynamodb/result-counters.ts'
import { createResultsReader } from '#shared/adapters/dynamodb/results-reader.ts'
import { createSuppressionWriter } from '#shared/adapters/dynamodb/suppression-writer.ts'
import { perRecord } from '#shared/lambda/sqs-batch.ts'
import { wireFunction } from '#shared/lambda/wire-function.ts'

/** The settings say which day it is at the bank; campaigns are not decided by here. */
const SETTINGS_KEPT_MS = 60_000

const { env, log, counters, documentClient, settingsReader, handle } = wireFunction(
  'record-outcome',
  recordOutcomeEnv,
)

const campaigns = settingsReader(env.CAMPAIGNS_TABLE, SETTINGS_KEPT_MS)

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

export const handler = handle(perRecord(record, { concurrency: 10, log }))
