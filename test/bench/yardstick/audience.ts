import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createReachJobs } from '#shared/adapters/dynamodb/reach-jobs.ts'
import { createReachQueue } from '#shared/adapters/sqs/launch-queue.ts'
import { exactReach, startExactReach } from '#shared/use-cases/reach/exact-reach.ts'
import { launchSettings, toSome } from '#test/bench/launch/campaigns.ts'
import type { Seeding } from '#test/bench/launch/customers.ts'
import type { Measured } from '#test/bench/launch/extrapolate.ts'
import { play } from '#test/bench/launch/play.ts'
import { type LaunchStage, openStage } from '#test/bench/launch/stage.ts'
import { verify } from '#test/bench/launch/verify.ts'

/** Of the customers, whom the audience takes. */
const SHARE = 0.05

/** Environments of a function in a local cloud (infra/local/lambda.ts). */
const WORKERS = 2

const PART_SIZE = 2_500
const LOOK_MS = 20

export interface AudienceRuns {
  /** Everybody decided about, messages to those who are wanted. */
  readonly launch: Measured
  /** Nothing but counted. */
  readonly reach: Measured
}

/** Longer than any part takes. */
const VISIBILITY_SECONDS = 120

const limitOf = (customers: number): number => 60_000 + 20 * customers

const launched = async (
  stage: LaunchStage,
  { customers, seeding, databasePidFile }: Ground,
  name: string,
): Promise<Measured> => {
  const campaign = toSome(name)
  const launch = await stage.launch(campaign, Math.max(2, Math.round(customers / PART_SIZE)))
  const played = await play(stage, launch, { databasePidFile, limit: limitOf(customers) })
  const { connection } = stage.cloud
  const all = await verify(connection, campaign, played.launch, played.totals, customers, seeding)
  const broken = all.find(({ holds }) => !holds)
  if (broken) throw new Error(`does not hold: ${broken.says}`)
  return {
    readUnitsPerCustomer: played.totals.readUnits / customers,
    writeUnitsPerCustomer: (played.metrics.WriteUnits ?? 0) / customers,
    rate: customers / played.seconds,
    workers: WORKERS,
    messages: (played.totals.funnel.won ?? 0) / customers,
  }
}

interface Ground {
  readonly customers: number
  readonly seeding: Seeding
  readonly databasePidFile: string
}

const counted = async ({ cloud }: LaunchStage, { customers }: Ground): Promise<Measured> => {
  const { documentClient, sqs, name } = cloud.connection
  const tables = { documentClient, campaignsTable: name('CampaignsTable'), auditTable: name('AuditTable') }
  const reachJobs = createReachJobs(tables)
  const before = (await cloud.metrics()).WriteUnits ?? 0
  const began = performance.now()
  const { reachId } = await startExactReach(
    {
      reachJobs,
      reachQueue: createReachQueue({ client: sqs, queueUrl: name('LaunchesQueueUrl') }),
      // So many that the table is cut into parts for both workers.
      customerItems: async () => Math.max(customers, 4 * 20_000),
      settingsStore: { read: async () => ({ settings: launchSettings, tag: 'yardstick' }) },
    },
    toSome('counted'),
    { caller: { userId: 'bench', name: 'bench', groups: [] }, requestId: 'yardstick', now: cloud.now() },
  )
  while ((await exactReach({ reachJobs }, reachId)).state !== 'done') {
    if (performance.now() - began > limitOf(customers)) throw new Error('the count did not come to its end')
    await delay(LOOK_MS)
  }
  const seconds = (performance.now() - began) / 1000
  const parts = await reachJobs.parts(reachId)
  const seen = parts.reduce((sum, part) => sum + part.customers, 0)
  if (seen !== customers) throw new Error(`${seen} of ${customers} customers were counted`)
  return {
    readUnitsPerCustomer: parts.reduce((sum, part) => sum + part.readUnits, 0) / customers,
    writeUnitsPerCustomer: ((await cloud.metrics()).WriteUnits ?? 0) / customers - before / customers,
    rate: customers / seconds,
    workers: WORKERS,
    messages: 0,
  }
}

/** Launches over some customers, and counts whom a campaign would reach among them. The first launch warms up. */
export const runAudience = async (options: {
  readonly assembly: string
  readonly seed: number
  readonly customers: number
}): Promise<AudienceRuns> => {
  const { assembly, seed, customers } = options
  const directory = mkdtempSync(path.join(tmpdir(), 'bellwether-yardstick-'))
  const stage = await openStage({
    assembly,
    dataDirectory: directory,
    visibilityTimeoutSeconds: VISIBILITY_SECONDS,
  })
  try {
    const seeding = { seed, share: SHARE }
    const ground = { customers, seeding, databasePidFile: path.join(directory, 'dynamodb.pid') }
    await stage.seed(0, customers, seeding)
    await stage.cloud.startWorker()
    await launched(stage, ground, 'warm-up')
    return { launch: await launched(stage, ground, 'measured'), reach: await counted(stage, ground) }
  } finally {
    await stage.cloud.killEverything()
    rmSync(directory, { recursive: true, force: true })
  }
}
