import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { localClientConfig } from '#infra/local/clients.ts'
import { seedCampaigns } from '#infra/local/commands/connection.ts'
import { type TemplateFacts, templateFacts } from '#test/bench/cost/template-facts.ts'
import { AWS_LATENCY, type MeteredCloud, startMeteredCloud } from '#test/bench/meter/metered-cloud.ts'
import { mixCampaigns, mixSettings } from '#test/bench/mix/campaigns.ts'
import { seedMixCustomers } from '#test/bench/mix/seed-customers.ts'
import type { FaultyCloudOptions } from '#test/faults/processes/faulty-cloud.ts'

export interface StageOptions extends Pick<FaultyCloudOptions, 'limits' | 'feedbackDelay'> {
  readonly assembly: string
  readonly seed: number
  readonly customers: number
  readonly campaigns: number
  /** Whether answers take as long as AWS's do @default true */
  readonly latency?: boolean
}

/** A bank in steady state on a metered local cloud whose functions are not yet started. */
export interface CostStage extends MeteredCloud {
  readonly facts: TemplateFacts
  /** Publishes through the meter. */
  readonly publisher: EventBridgeClient
  readonly options: StageOptions
  /** When event number 0 occurs: they become newer from run to run. */
  readonly start: Date
  /** Of the mix's events: the first that no run has had yet. */
  readonly numbers: { next: number }
}

/** Boots it and puts the customers there; `stop` leaves nothing behind. */
export const openStage = async (options: StageOptions): Promise<CostStage> => {
  const { assembly, limits, feedbackDelay, seed, customers, campaigns, latency = true } = options
  const directory = mkdtempSync(path.join(tmpdir(), 'bellwether-cost-'))
  const metered = await startMeteredCloud({
    assembly,
    dataDirectory: path.join(directory, 'data'),
    ...(limits && { limits }),
    ...(feedbackDelay && { feedbackDelay }),
    ...(latency && { latency: AWS_LATENCY }),
  })
  const { connection, endpoints } = metered.cloud
  await seedCampaigns(connection, mixSettings, mixCampaigns(campaigns))
  await seedMixCustomers(connection, 0, customers, { seed, now: new Date() })
  const publisher = new EventBridgeClient(localClientConfig(metered.meters.eventBridge.url))
  return {
    ...metered,
    options,
    publisher,
    start: new Date(),
    numbers: { next: 0 },
    facts: templateFacts(assembly, endpoints),
    stop: async () => {
      publisher.destroy()
      await metered.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** What of the cloud's names the bill needs to tell apart. */
export const namesOf = ({ cloud: { connection } }: CostStage) => ({
  campaignsTable: connection.name('CampaignsTable'),
  feedbackQueue: connection.name('FeedbackQueueUrl').split('/').at(-1) ?? '',
})
