import { setTimeout as delay } from 'node:timers/promises'
import { SQSClient } from '@aws-sdk/client-sqs'
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { countReach, isReachWork } from '#functions/run-launch/count-reach.ts'
import { runLaunchEnv } from '#functions/run-launch/env.ts'
import { runLaunch } from '#functions/run-launch/run-launch.ts'
import { createClock } from '#shared/adapters/clock/clock.ts'
import { createCustomerPages } from '#shared/adapters/dynamodb/customer-pages.ts'
import { createDecisionRecorder } from '#shared/adapters/dynamodb/decision-recorder.ts'
import { createLaunchEnds } from '#shared/adapters/dynamodb/launch-ends.ts'
import { createLaunchLine } from '#shared/adapters/dynamodb/launch-line.ts'
import { createLaunchParts } from '#shared/adapters/dynamodb/launch-parts.ts'
import { createLaunchWatch } from '#shared/adapters/dynamodb/launch-watch.ts'
import { createReachJobs } from '#shared/adapters/dynamodb/reach-jobs.ts'
import { createRecordedDecisions } from '#shared/adapters/dynamodb/recorded-decisions.ts'
import { createDeliveryQueues } from '#shared/adapters/sqs/delivery-queues.ts'
import { createLaunchQueue, createReachQueue } from '#shared/adapters/sqs/launch-queue.ts'
import { deliveryQueueUrls } from '#shared/lambda/environment.ts'
import { perRecord } from '#shared/lambda/sqs-batch.ts'
import { wireFunction } from '#shared/lambda/wire-function.ts'
import type { QueuedWork } from '#shared/ports/queued-work.ts'

/** A pause or an end is seen within this, at the next page. */
const VIEW_KEPT_MS = 1_000

const { env, log, counters, documentClient, handle } = wireFunction('run-launch', runLaunchEnv)

const sqs = new SQSClient()
const now = Date.now
const { CAMPAIGNS_TABLE: campaignsTable } = env

const dependencies = {
  watch: createLaunchWatch({ documentClient, campaignsTable, keptMs: VIEW_KEPT_MS, now }),
  parts: createLaunchParts(documentClient, campaignsTable),
  pages: createCustomerPages(documentClient, env.CUSTOMERS_TABLE),
  line: createLaunchLine({ documentClient, campaignsTable, now }),
  ends: createLaunchEnds({ documentClient, campaignsTable, auditTable: env.AUDIT_TABLE }),
  recorder: createDecisionRecorder({
    documentClient,
    journalTable: env.JOURNAL_TABLE,
    customersTable: env.CUSTOMERS_TABLE,
    campaignsTable,
  }),
  journal: createRecordedDecisions(documentClient, env.JOURNAL_TABLE),
  deliveries: createDeliveryQueues({ client: sqs, queueUrls: deliveryQueueUrls(env) }),
  launches: createLaunchQueue({ client: sqs, queueUrl: env.LAUNCHES_QUEUE_URL }),
  reachJobs: createReachJobs({ documentClient, campaignsTable, auditTable: env.AUDIT_TABLE }),
  reachQueue: createReachQueue({ client: sqs, queueUrl: env.LAUNCHES_QUEUE_URL }),
  clock: createClock(env.CLOCK),
  now,
  until: (epochMilliseconds: number) => delay(Math.max(0, epochMilliseconds - now())),
  counters,
  log,
}

export const handler = handle((event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  const remaining = () => context.getRemainingTimeInMillis()
  const run = (work: QueuedWork): Promise<void> =>
    isReachWork(work.body)
      ? countReach(work, dependencies, remaining)
      : runLaunch(work, dependencies, remaining)
  return perRecord(run, { concurrency: 1, log })(event)
})
