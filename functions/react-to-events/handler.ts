import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import type { ReactDependencies } from '#functions/react-to-events/dependencies.ts'
import { reactToEventsEnv } from '#functions/react-to-events/env.ts'
import { reactToEvents } from '#functions/react-to-events/react-to-events.ts'
import { createClock } from '#shared/adapters/clock/clock.ts'
import { createProfileStore } from '#shared/adapters/dynamodb/profile-store.ts'
import { errorReport } from '#shared/lambda/error-report.ts'
import { lazily } from '#shared/lambda/lazily.ts'
import { wireCampaigns } from '#shared/lambda/wire-campaigns.ts'
import { wireFunction } from '#shared/lambda/wire-function.ts'

/** A campaign that goes live is known everywhere within a minute; delivery looks at pauses more often. */
const CAMPAIGNS_KEPT_MS = 30_000

const wired = wireFunction('react-to-events', reactToEventsEnv)
const { env, log, counters, documentClient, handle } = wired

// What a quiet event does without is loaded for the first one that is not quiet.
const later = lazily(async () => {
  const { createLater } = await import('#functions/react-to-events/later.ts')
  return createLater(documentClient, env)
})

const dependencies: ReactDependencies = {
  profiles: createProfileStore({ documentClient, tableName: env.CUSTOMERS_TABLE }),
  reader: { profile: async (customerId) => (await later()).reader.profile(customerId) },
  contacts: { keep: async (customerId, facts) => (await later()).contacts.keep(customerId, facts) },
  recorder: { record: async (record, contacts) => (await later()).recorder.record(record, contacts) },
  campaigns: wireCampaigns(wired, env.CAMPAIGNS_TABLE, CAMPAIGNS_KEPT_MS),
  conversions: { send: async (all) => (all.length > 0 ? (await later()).conversions.send(all) : []) },
  queues: { enqueue: async (all) => (all.length > 0 ? (await later()).queues.enqueue(all) : []) },
  parking: { park: async (work) => (await later()).parking.park(work) },
  clock: createClock(env.CLOCK),
  wallClock: () => new Date(),
  log,
  describeError: errorReport,
}

export const handler = handle(async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
  const { failedMessageIds, tally } = await reactToEvents(Records, dependencies)
  for (const [metric, sum] of tally) counters.count(metric, sum)
  return { batchItemFailures: failedMessageIds.map((itemIdentifier) => ({ itemIdentifier })) }
})
