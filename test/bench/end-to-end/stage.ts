import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import type { BankEventNamed } from '#events/registry.ts'
import { localClientConfig } from '#infra/local/clients.ts'
import { seedCampaigns } from '#infra/local/commands/connection.ts'
import { mixCampaigns, mixSettings } from '#test/bench/mix/campaigns.ts'
import { mixEvents } from '#test/bench/mix/events.ts'
import { type MixKind, type MixShares, mixCounts } from '#test/bench/mix/kinds.ts'
import { seedMixCustomers } from '#test/bench/mix/seed-customers.ts'
import { FaultyCloud } from '#test/faults/processes/faulty-cloud.ts'

/** Events that have not been published yet, and what they will lead to. */
export interface Due {
  readonly events: readonly BankEventNamed<'TransactionPosted'>[]
  readonly kinds: Readonly<Record<MixKind, number>>
}

/** A bank in steady state on a local cloud without meters, whose functions are in a process of their own. */
export interface Stage {
  readonly cloud: FaultyCloud
  readonly publisher: EventBridgeClient
  /** Makes the functions decide with so many campaigns: never less than before, in new environments. */
  readonly setCampaigns: (count: number) => Promise<void>
  /** The next events: of a customer whose turn has not come for longest. */
  readonly next: (count: number, shares: MixShares) => Due
  readonly stop: () => Promise<void>
}

/** A poll of functions that are gone takes what comes within its wait; nothing may come to it. */
const LAST_POLL_MS = 1_200

export interface StageOptions {
  readonly assembly: string
  readonly seed: number
  readonly customers: number
}

/** Boots it and puts the customers there; no functions run before `setCampaigns`. `stop` leaves nothing behind. */
export const openStage = async ({ assembly, seed, customers }: StageOptions): Promise<Stage> => {
  const directory = mkdtempSync(path.join(tmpdir(), 'bellwether-end-to-end-'))
  const cloud = await FaultyCloud.start({ assembly, dataDirectory: path.join(directory, 'data') })
  const { connection, endpoints } = cloud
  const now = new Date()
  await seedMixCustomers(connection, 0, customers, { seed, now })
  const publisher = new EventBridgeClient(localClientConfig(endpoints.eventBridge))
  let published = 0
  return {
    cloud,
    publisher,
    setCampaigns: async (count) => {
      await cloud.killWorker()
      await delay(LAST_POLL_MS)
      await seedCampaigns(connection, mixSettings, mixCampaigns(count))
      await cloud.startWorker()
    },
    next: (count, shares) => {
      const [from, to] = [published, published + count]
      published = to
      const options = { seed, customers, run: 'end-to-end', start: now, from, to, shares }
      return { events: [...mixEvents(options)], kinds: mixCounts(from, to, shares) }
    },
    stop: async () => {
      publisher.destroy()
      await cloud.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
