import { BatchWriteCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { seedCampaigns } from '#infra/local/commands/connection.ts'
import { createLaunchEnds } from '#shared/adapters/dynamodb/launch-ends.ts'
import { createLaunchParts } from '#shared/adapters/dynamodb/launch-parts.ts'
import { createLaunchWatch } from '#shared/adapters/dynamodb/launch-watch.ts'
import { createLaunchQueue } from '#shared/adapters/sqs/launch-queue.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { type Launch, plannedLaunch } from '#shared/domain/launch/launch.ts'
import { type LaunchTotals, totalsOf } from '#shared/domain/launch/launch-part.ts'
import { DUE, launchKey } from '#shared/tables/campaigns.ts'
import { launchSettings } from '#test/bench/launch/campaigns.ts'
import { customerItems, type Seeding } from '#test/bench/launch/customers.ts'
import { FaultyCloud, type FaultyCloudOptions } from '#test/faults/processes/faulty-cloud.ts'
import { putCampaign } from '#test/support/local-cloud/campaigns.ts'

/** What BatchWriteItem takes, and how many requests are under way. */
const BATCH = 25
const WRITERS = 4

/** A local cloud with customers, and launches over them. */
export interface LaunchStage {
  readonly cloud: FaultyCloud
  /** Adds customers, from number `from` up to, not including, number `to`. */
  readonly seed: (from: number, to: number, seeding: Seeding) => Promise<void>
  /** Puts a campaign live and starts a launch of it, as the tick does. */
  readonly launch: (campaign: Campaign, parts: number, perSecond?: number) => Promise<Launch>
  /** The launch as it stands. */
  readonly look: (launch: Launch) => Promise<Launch>
  /** Ends it, as a person does over the API. */
  readonly cancel: (launch: Launch) => Promise<void>
  readonly totals: (launch: Launch) => Promise<LaunchTotals>
}

export const openStage = async (options: FaultyCloudOptions): Promise<LaunchStage> => {
  const cloud = await FaultyCloud.start({ queues: ['LaunchesQueueUrl'], ...options })
  const { connection } = cloud
  const { documentClient, sqs, name } = connection
  await seedCampaigns(connection, launchSettings, [])
  const campaignsTable = name('CampaignsTable')
  const parts = createLaunchParts(documentClient, campaignsTable)
  const ends = createLaunchEnds({ documentClient, campaignsTable, auditTable: name('AuditTable') })
  const queue = createLaunchQueue({ client: sqs, queueUrl: name('LaunchesQueueUrl') })
  const watch = createLaunchWatch({ documentClient, campaignsTable, keptMs: 0, now: Date.now })

  const write = async (items: readonly Record<string, unknown>[]): Promise<void> => {
    const table = name('CustomersTable')
    let requests = items.map((Item) => ({ PutRequest: { Item } }))
    while (requests.length > 0) {
      const command = new BatchWriteCommand({ RequestItems: { [table]: requests } })
      const { UnprocessedItems } = await documentClient.send(command)
      requests = (UnprocessedItems?.[table] ?? []) as typeof requests
    }
  }

  return {
    cloud,
    seed: async (from, to, seeding) => {
      let next = from
      const writer = async (): Promise<void> => {
        while (next < to) {
          const items: Record<string, unknown>[] = []
          while (next < to && items.length < BATCH - 1) items.push(...customerItems(next++, seeding))
          await write(items)
        }
      }
      await Promise.all(Array.from({ length: WRITERS }, writer))
    },
    launch: async (campaign, count, perSecond) => {
      await putCampaign(connection, campaign)
      const at = cloud.now()
      const plan = {
        campaignId: campaign.id,
        version: campaign.version,
        at,
        plannedAt: at,
        startedBy: 'bench',
      }
      const launch: Launch = {
        ...plannedLaunch({ ...plan, customersPerSecond: perSecond }),
        state: 'running',
        parts: count,
        startedAt: at.toISOString(),
      }
      const Item = { ...launchKey(campaign.id, at), dueKey: DUE.launch, ...launch }
      await documentClient.send(new PutCommand({ TableName: campaignsTable, Item }))
      const { launchId } = launch
      await queue.send(Array.from({ length: count }, (_, part) => ({ launchId, part })))
      return launch
    },
    look: async ({ launchId }) => {
      const view = await watch.look(launchId)
      if (!view) throw new Error('the launch is gone')
      return view.launch
    },
    cancel: async (launch) => {
      const bench = { userId: 'bench', name: 'bench', groups: [], requestId: launch.launchId }
      await ends.cancel(launch, { reason: 'by-request', ...bench }, cloud.now())
    },
    totals: async ({ launchId }) => totalsOf(await parts.parts(launchId, true)),
  }
}
