import { S3Client } from '@aws-sdk/client-s3'
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { simulateEnv } from '#functions/simulate/env.ts'
import { runSimulation } from '#functions/simulate/run-simulation.ts'
import { createCalendarIndex } from '#shared/adapters/dynamodb/calendar-index.ts'
import { createProfileItems } from '#shared/adapters/dynamodb/profile-items.ts'
import { createSimulationJobs } from '#shared/adapters/dynamodb/simulation-jobs.ts'
import { createTemplateRenderer } from '#shared/adapters/liquid/template-renderer.ts'
import { createRecordedEvents } from '#shared/adapters/s3/recorded-events.ts'
import { perRecord } from '#shared/lambda/sqs-batch.ts'
import { wireCampaigns } from '#shared/lambda/wire-campaigns.ts'
import { wireFunction } from '#shared/lambda/wire-function.ts'

/** Kept for the report and its write when the function's time runs out, in milliseconds. */
const LAST_READ_MS = 60_000

const wired = wireFunction('simulate', simulateEnv)
const { env, log, documentClient, handle } = wired

const dependencies = {
  jobs: createSimulationJobs({ documentClient, campaignsTable: env.CAMPAIGNS_TABLE, now: Date.now }),
  recorded: createRecordedEvents(new S3Client(), env.EVENTS_BUCKET, env.EVENTS_PREFIX),
  // What is live now: kept for no longer than one run.
  campaigns: wireCampaigns(wired, env.CAMPAIGNS_TABLE, 0),
  present: {
    items: createProfileItems(documentClient, env.CUSTOMERS_TABLE),
    calendar: createCalendarIndex({ documentClient, tableName: env.CUSTOMERS_TABLE }),
  },
  renderer: createTemplateRenderer(),
  now: () => new Date(),
}

export const handler = handle((event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  const hasTime = (): boolean => context.getRemainingTimeInMillis() > LAST_READ_MS
  return perRecord(runSimulation({ ...dependencies, hasTime }), { concurrency: 1, log })(event)
})
