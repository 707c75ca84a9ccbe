import { shardOf } from '#shared/tables/shard.ts'
import { defineTable } from '#shared/tables/table.ts'

export const campaignsTable = defineTable({
  name: 'campaigns',
  holds:
    'campaign drafts and versions, the live versions, schedules and launches, settings, the cursor of the calendar sweep, what came of campaigns, answers to repeated requests',
  partitionKey: 'collection',
  sortKey: 'entry',
  indexes: {
    byDue: { partitionKey: 'dueKey', sortKey: 'due', projects: [] },
  },
  timeToLive: 'expiresAt',
  encryption: 'aws-managed',
  accessPatterns: [
    { need: 'all live campaigns, into memory', how: 'Query `live`' },
    {
      need: 'whether any live campaign has changed since all were read',
      how: 'GetItem `live-revision` + `campaigns`, which every transaction that writes a live campaign sets',
    },
    { need: 'whether the campaign of a message is live', how: 'GetItem `live` + ID' },
    { need: 'the working copy of a campaign, or all of them by id', how: 'GetItem or Query `drafts`' },
    { need: 'versions of a campaign', how: 'Query `campaign#ID`' },
    {
      need: 'schedules, dates to go live and launches whose time has come',
      how: 'Query byDue `schedule`, `go-live`, `launch`, `due` up to now',
    },
    { need: 'the schedule of a campaign, and how far it was followed', how: 'GetItem `schedule` + CAMPAIGN' },
    { need: 'all schedules, to compare them with the live campaigns', how: 'Query `schedule`' },
    { need: 'launches of a campaign, by time', how: 'Query `launches#CAMPAIGN`' },
    { need: 'parts of a launch', how: 'Query `launch#LAUNCH`' },
    {
      need: 'a page of a part is decided by one worker, and counted once',
      how: 'UpdateItem `launch#LAUNCH` + `part#NNNN`, conditional on its cursor and claim; then PutItem, conditional on the claim',
    },
    { need: 'the pace of a launch over all its workers', how: 'UpdateItem `launch#LAUNCH` + `line`' },
    {
      need: 'what a request was answered, when it comes again',
      how: 'PutItem, UpdateItem and DeleteItem `idempotency` + HASH, each conditional or after it',
    },
    { need: 'settings of the engine', how: 'GetItem `settings` + `engine`' },
    { need: 'how far the calendar was swept', how: 'GetItem `sweep` + `calendar`' },
    { need: 'the pace of a channel and its circuit breaker', how: 'UpdateItem `delivery` + CHANNEL' },
    {
      need: 'count what becomes of messages, each thing once',
      how: 'UpdateItem `results#CAMPAIGN#SHARD` + `vNNNNNN#VARIANT#CHANNEL#DAY`, in the transaction of what is counted',
    },
    { need: 'all segments, or one', how: 'Query or GetItem `segments`' },
    {
      need: 'no more test messages a minute than one person may have sent',
      how: 'UpdateItem `test-sends` + USER#MINUTE, conditional on its count, in the transaction of the audit line',
    },
    {
      need: 'what a reach estimate has come to',
      how: 'GetItem `reach` + ID, Query `reach#ID` for its parts',
    },
    { need: 'what a simulation has come to', how: 'GetItem `simulations` + ID' },
    { need: 'results of a campaign', how: 'Query every shard `results#CAMPAIGN#SHARD`, summed' },
  ],
})

/** Collection of the campaigns that functions keep in memory; the entry is the campaign's id. */
export const LIVE_COLLECTION = 'live'

/** Changes with everything that is written to the live collection. */
export const LIVE_REVISION_KEY = { collection: 'live-revision', entry: 'campaigns' } as const

/** Collection of the campaigns' working copies; the entry is the campaign's id. */
export const DRAFTS_COLLECTION = 'drafts'

/** Collection, and key in the index `byDue`, of dates on which versions go live; the entry is the campaign's id. */
export const GO_LIVE_COLLECTION = 'go-live'

/** Collection of all versions of one campaign; the entry is `versionEntry(n)`. */
export const campaignCollection = (campaignId: string): string => `campaign#${campaignId}`

/** Padded, so that versions sort as numbers do. */
export const versionEntry = (version: number): string => `v${String(version).padStart(6, '0')}`

/** Collection of answers to requests with an Idempotency-Key; the entry is a hash. */
export const IDEMPOTENCY_COLLECTION = 'idempotency'

export const SETTINGS_KEY = { collection: 'settings', entry: 'engine' } as const
export const SWEEP_CURSOR_KEY = { collection: 'sweep', entry: 'calendar' } as const

/** Collection of the channels' lines; the entry is the channel. */
export const LINE_COLLECTION = 'delivery'

export const lineKey = (channel: string) => ({ collection: LINE_COLLECTION, entry: channel })

/**
 * How many partitions a campaign's counters are spread over, by customer. Two transactions on one counter at the same
 * time are a conflict, and one of them must try again (docs/adr/0016): 64 keep that rare at 500 messages a second.
 */
export const RESULT_SHARDS = 64

/** Before a currency: the sum of what was converted, in minor units, beside the counters. */
export const MINOR_UNITS_PREFIX = 'minorUnits:'

/** What every collection of counters begins with. */
export const RESULTS_PREFIX = 'results#'

/** Collection of a campaign's counters; the entry is `resultEntry(…)`. */
export const resultsCollection = (campaignId: string, shard: number): string =>
  `${RESULTS_PREFIX}${campaignId}#${shard}`

export const resultEntry = (version: number, variant: string, channel: string, day: string): string =>
  `${versionEntry(version)}#${variant}#${channel}#${day}`

/** The key of the counters that one customer's messages of a campaign, version, variant, channel and day are counted on. */
export const resultKey = (place: {
  readonly campaignId: string
  readonly campaignVersion: number
  readonly variant: string
  readonly channel: string
  readonly customerId: string
  readonly day: string
}) => ({
  collection: resultsCollection(place.campaignId, shardOf(place.customerId, RESULT_SHARDS)),
  entry: resultEntry(place.campaignVersion, place.variant, place.channel, place.day),
})

/** What the index byDue finds, by its partition key. */
export const DUE = { schedule: 'schedule', goLive: 'go-live', launch: 'launch' } as const
export type CampaignDueKind = (typeof DUE)[keyof typeof DUE]

/** Collection of the campaigns' schedules; the entry is the campaign's id. */
export const SCHEDULE_COLLECTION = 'schedule'
export const scheduleKey = (campaignId: string) => ({ collection: SCHEDULE_COLLECTION, entry: campaignId })

export const goLiveKey = (campaignId: string) => ({ collection: GO_LIVE_COLLECTION, entry: campaignId })

/** What every collection of one campaign's launches begins with. */
export const LAUNCHES_PREFIX = 'launches#'

/** Collection of one campaign's launches; the entry is the instant of the occurrence, ISO 8601 in UTC. */
export const launchesCollection = (campaignId: string): string => `${LAUNCHES_PREFIX}${campaignId}`

/** The key of a launch: one for each campaign and occurrence, so that nobody can launch an occurrence twice. */
export const launchKey = (campaignId: string, at: Date) => ({
  collection: launchesCollection(campaignId),
  entry: at.toISOString(),
})

/** What every collection of one launch's parts begins with. */
export const LAUNCH_PARTS_PREFIX = 'launch#'

/** Collection of one launch's parts; the entry is `launchPartEntry(n)`. */
export const launchPartsCollection = (launchId: string): string => `${LAUNCH_PARTS_PREFIX}${launchId}`

/** Padded, so that parts sort as numbers do. */
export const launchPartEntry = (part: number): string => `part#${String(part).padStart(4, '0')}`

export const launchPartKey = (launchId: string, part: number) => ({
  collection: launchPartsCollection(launchId),
  entry: launchPartEntry(part),
})

/** The pace that all workers on a launch keep together, beside its parts. */
export const launchLineKey = (launchId: string) => ({
  collection: launchPartsCollection(launchId),
  entry: 'line',
})

/** Collection of the segments; the entry is the segment's id. */
export const SEGMENTS_COLLECTION = 'segments'

export const segmentKey = (segmentId: string) => ({ collection: SEGMENTS_COLLECTION, entry: segmentId })

/** Collection of the counters of test messages. */
export const TEST_SENDS_COLLECTION = 'test-sends'

/** The counter of one person's test messages in one minute. @param minute ISO 8601 up to the minute */
export const testSendsKey = (userId: string, minute: string) => ({
  collection: TEST_SENDS_COLLECTION,
  entry: `${userId}#${minute}`,
})

/** Collection of the simulations that were asked for. */
export const SIMULATIONS_COLLECTION = 'simulations'

export const simulationKey = (simulationId: string) => ({
  collection: SIMULATIONS_COLLECTION,
  entry: simulationId,
})

/** Collection of exact counts of whom campaigns reach; the entry is the count's id. */
export const REACH_COLLECTION = 'reach'

/** What the collections of their parts begin with. */
export const REACH_PARTS_PREFIX = 'reach#'

export const reachKey = (reachId: string) => ({ collection: REACH_COLLECTION, entry: reachId })

export const reachPartsCollection = (reachId: string): string => `${REACH_PARTS_PREFIX}${reachId}`

export const reachPartKey = (reachId: string, part: number) => ({
  collection: reachPartsCollection(reachId),
  entry: `part#${String(part).padStart(4, '0')}`,
})
