import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { BankEvent } from '#events/registry.ts'
import { localClientConfig } from '#infra/local/clients.ts'
import { publishBankEvents } from '#shared/publisher/publish-bank-events.ts'
import { mixCampaigns, mixSettings } from '#test/bench/mix/campaigns.ts'
import { mixCustomers } from '#test/bench/mix/customers.ts'
import { mixEvents } from '#test/bench/mix/events.ts'
import { mixKind } from '#test/bench/mix/kinds.ts'
import { BUS_NAME, startUsualCloud, type UsualCloud } from '#test/bench/usual/cloud.ts'
import { loadCampaigns, loadCustomers } from '#test/bench/usual/load.ts'
import { between, look } from '#test/bench/usual/usage.ts'
import { usualDesign } from '#test/bench/usual/usual-design.ts'
import { outcomeOf } from '#test/bench/usual/verify.ts'
import { temporaryDirectoryOfFile } from '#test/support/local-cloud/temporary-directory.ts'

const CUSTOMERS = 200
const now = new Date()
const events = [
  ...mixEvents({ seed: 1, customers: CUSTOMERS, run: 'test', start: now, from: 0, to: CUSTOMERS }),
]
const first = (kind: string): BankEvent => {
  const event = events.find((_, number) => mixKind(number) === kind)
  if (!event) throw new Error(`the mix has no such event: ${kind}`)
  return event
}

let cloud: UsualCloud

beforeAll(async () => {
  cloud = await startUsualCloud({
    directory: temporaryDirectoryOfFile(),
    settings: mixSettings,
    decides: 'signals',
  })
  await loadCampaigns(cloud.documentClient, mixCampaigns(20))
  await loadCustomers(cloud.documentClient, mixCustomers(0, CUSTOMERS, { seed: 1, now }))
})
afterAll(() => cloud?.stop())

/** Publishes them, waits, and says what they took. */
const play = async (...published: readonly BankEvent[]) => {
  const before = await look(cloud)
  const client = new EventBridgeClient(localClientConfig(cloud.meters.eventBridge.url))
  await publishBankEvents(published, { client, busName: BUS_NAME, batching: 'single' })
  await cloud.invocations.idle()
  client.destroy()
  const { dynamodb, lambda, ...after } = await look(cloud)
  const { invocations } = between(before.lambda, lambda)
  return { ...after, dynamodb, invocations, outcome: await outcomeOf(cloud) }
}

it('costs three writes and half a read unit where an event is quiet', async () => {
  const { dynamodb, invocations, outcome } = await play(first('quiet'))
  expect(invocations).toBe(1)
  expect(dynamodb.requests).toEqual({
    'DynamoDB.PutItem': 2,
    'DynamoDB.GetItem': 1,
    'DynamoDB.UpdateItem': 1,
  })
  expect(dynamodb.writeUnits).toEqual({ 'usual-idempotency': 2, 'usual-customers': 1 })
  expect(dynamodb.readUnits).toEqual({ 'usual-customers': 0.5 })
  expect(outcome).toEqual({ decisions: 0, quiet: 0, noted: 0, emails: 0 })
})

it('sends one email about an event that came twice', async () => {
  const message = first('message')
  expect((await play(message)).outcome).toEqual({ decisions: 1, quiet: 0, noted: 1, emails: 1 })
  const again = await play(message)
  expect(again.invocations).toBe(1)
  // The record of the first run is found, and the function is not run.
  expect(again.dynamodb.requests).toEqual({ 'DynamoDB.PutItem': 1 })
  expect(again.outcome).toEqual({ decisions: 1, quiet: 0, noted: 1, emails: 1 })
})

it.each([
  { decides: 'signals', decisions: 3 },
  { decides: 'every-event', decisions: 100 },
] as const)(
  'plays the mix deciding at $decides, and bills each step of each event',
  async ({ decides, decisions }) => {
    const size = { seed: 1, events: 100, customers: 100, campaigns: 20, warmUp: 10 }
    const measured = await usualDesign({ ...size, decides })
    const { writeUnits = 0, lambdaRequests, busChunks } = measured.usage
    expect({ lambdaRequests, busChunks }).toEqual({ lambdaRequests: 100, busChunks: 100 })
    // Three an event, one a decision, one more a message; some profiles may have grown beyond a unit.
    const least = 3 * 100 + decisions + 1
    expect(writeUnits).toBeGreaterThanOrEqual(least)
    expect(writeUnits).toBeLessThan(least + 10)
  },
)
