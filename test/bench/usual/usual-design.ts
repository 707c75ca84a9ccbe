import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { localClientConfig } from '#infra/local/clients.ts'
import { publishBankEvents } from '#shared/publisher/publish-bank-events.ts'
import type { Measured } from '#test/bench/cost/design.ts'
import type { Meters } from '#test/bench/meter/metered-cloud.ts'
import { mixCampaigns, mixSettings } from '#test/bench/mix/campaigns.ts'
import { mixCustomers } from '#test/bench/mix/customers.ts'
import { type MixEventOptions, mixEvents } from '#test/bench/mix/events.ts'
import { BUS_NAME, startUsualCloud, type UsualCloud } from '#test/bench/usual/cloud.ts'
import { MEMORY_SIZE, NAME } from '#test/bench/usual/deployed-function.ts'
import type { Decides } from '#test/bench/usual/function/env.ts'
import { loadCampaigns, loadCustomers } from '#test/bench/usual/load.ts'
import { between, look, usageOf } from '#test/bench/usual/usage.ts'
import { outcomeOf, requireOutcome } from '#test/bench/usual/verify.ts'

export interface UsualDesignOptions {
  readonly decides: Decides
  readonly seed: number
  /** How many events are measured. */
  readonly events: number
  readonly customers: number
  /** How many are live, the mix's own among them. */
  readonly campaigns: number
  /** What answers take at least, in milliseconds @default as long as the local cloud takes */
  readonly latency?: Readonly<Record<keyof Meters, number>>
  /** Events that are played before, and not counted @default 200 */
  readonly warmUp?: number
  /** When the events occur @default now */
  readonly start?: Date
}

export interface UsualMeasured extends Measured {
  /** Choices that move the price, a sentence each. */
  readonly notes: readonly string[]
}

const notes: readonly string[] = [
  `The usual design: one asynchronous invocation an event, ${MEMORY_SIZE} MB on arm64, no queue and no batch between.`,
  'Powertools idempotency in DynamoDB costs it two writes an event; its record is removed by TTL, which costs nothing.',
  'It reads the profile eventually consistent (half a unit), as the SDK does unless told, and writes it back whole.',
  'Settings are deployed with it, its tables have no indexes, and it has neither archive, streams, traces (0.25 dollars a million events) nor feedback from SES: it is charged for none of that.',
]

const decidesNotes: Readonly<Record<Decides, string>> = {
  'every-event':
    'It queries the campaigns of every event, by trigger, so that it gets nothing but candidates, and keeps a decision of every event, also that there was nothing to say.',
  signals:
    'Deciding at signals only, it queries campaigns and keeps a decision for 3 % of the events, and nobody can ask why the others led to nothing.',
}

/** How many events are on their way at once; publishing more would only compete with the function for the machine. */
const IN_FLIGHT = 100

const publish = async (
  { meters, invocations }: UsualCloud,
  events: Generator<Parameters<typeof publishBankEvents>[0][number]>,
): Promise<void> => {
  const client = new EventBridgeClient(localClientConfig(meters.eventBridge.url))
  for (;;) {
    const some = Array.from({ length: IN_FLIGHT }, () => events.next().value).filter((each) => !!each)
    if (some.length === 0) break
    const to = { client, busName: BUS_NAME, batching: 'single' } as const
    const { failed } = await publishBankEvents(some, to)
    if (failed.length > 0) throw new Error(`an event was not taken: ${failed[0]?.reason}`)
    await invocations.idle()
  }
  client.destroy()
}

const measure = async (cloud: UsualCloud, options: UsualDesignOptions): Promise<UsualMeasured> => {
  const { seed, customers, campaigns, events, warmUp = 200, start = new Date() } = options
  await loadCampaigns(cloud.documentClient, mixCampaigns(campaigns))
  await loadCustomers(cloud.documentClient, mixCustomers(0, customers, { seed, now: start }))
  const part = (run: string, to: number): MixEventOptions => ({ seed, customers, run, start, from: 0, to })
  await publish(cloud, mixEvents(part('warm', warmUp)))
  const before = await look(cloud)
  const earlier = await outcomeOf(cloud)
  await publish(cloud, mixEvents({ ...part('usual', events), start: new Date(start.getTime() + warmUp) }))
  const after = await look(cloud)
  requireOutcome(events, options.decides, earlier, await outcomeOf(cloud))
  const lambda = between(before.lambda, after.lambda)
  if (lambda.invocations !== events)
    throw new Error(`${lambda.invocations} invocations of ${events} events: some were repeated`)
  const { dynamodb, eventBridge, providers } = after
  return {
    events,
    usage: usageOf(after, lambda),
    requests: { ...eventBridge.requests, ...dynamodb.requests, ...providers.requests },
    cpuSeconds: { [NAME]: lambda.cpu / 1e6 },
    invocations: { [NAME]: lambda.invocations },
    notes: [...notes, decidesNotes[options.decides]],
  }
}

/**
 * Plays the mix through the design that a competent team usually builds on AWS, and measures what AWS would bill.
 * @throws Error where other decisions or emails come out than the mix has
 */
export const usualDesign = async (options: UsualDesignOptions): Promise<UsualMeasured> => {
  const directory = mkdtempSync(path.join(tmpdir(), 'bellwether-usual-'))
  try {
    const { latency, decides } = options
    const settings = mixSettings
    const cloud = await startUsualCloud({ directory, settings, decides, ...(latency && { latency }) })
    return await measure(cloud, options).finally(() => cloud.stop())
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}
