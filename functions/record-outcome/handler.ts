import { logMetrics } from '@aws-lambda-powertools/metrics/middleware'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import middy from '@middy/core'
import { recordOutcomeEnv } from '#functions/record-outcome/env.ts'
import { recordOutcome } from '#functions/record-outcome/record-outcome.ts'
import { createClock } from '#shared/adapters/clock/clock.ts'
import { createMessageJournal } from '#shared/adapters/dynamodb/message-journal.ts'
import { parseEnvironment } from '#shared/lambda/environment.ts'
import { countersOf, createLogger, createMetrics } from '#shared/lambda/observability.ts'
import { perRecord } from '#shared/lambda/sqs-batch.ts'

const env = parseEnvironment(recordOutcomeEnv, process.env)
const log = createLogger('record-outcome', env.LOG_LEVEL)
const metrics = createMetrics('record-outcome')

const record = recordOutcome({
  journal: createMessageJournal(DynamoDBDocumentClient.from(new DynamoDBClient()), env.JOURNAL_TABLE),
  clock: createClock(env.CLOCK),
  counters: countersOf(metrics),
})

export const handler = middy(perRecord(record, { concurrency: 10, log })).use(logMetrics(metrics))
