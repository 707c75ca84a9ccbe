import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { marshall } from '@aws-sdk/util-dynamodb'
import { liveItem, settingsItem } from '#shared/adapters/dynamodb/campaign-items.ts'
import { BARE_CLIENT, PLAIN_CLIENT } from '#test/bench/cold-start/bundles.ts'
import { mixCampaigns, mixSettings } from '#test/bench/mix/campaigns.ts'
import { mixCustomer } from '#test/bench/mix/customers.ts'
import { mixEvents } from '#test/bench/mix/events.ts'
import { QUIET_ONLY } from '#test/bench/mix/kinds.ts'

const SEED = 1
const START = new Date('2026-06-16T08:00:00Z')

/** Live campaigns that a first event meets: more than a bank begins with, fewer than it may have. */
const CAMPAIGNS = 20

const customer = mixCustomer(0, { seed: SEED, now: START })
const profile = marshall(customer.profile, { removeUndefinedValues: true })

/** What DynamoDB answers, by operation; as text, so that answering costs next to nothing. */
export const answers: Readonly<Record<string, string>> = {
  GetItem: JSON.stringify({ Item: marshall(settingsItem(mixSettings), { removeUndefinedValues: true }) }),
  Query: JSON.stringify({
    Items: mixCampaigns(CAMPAIGNS).map((campaign) =>
      marshall(liveItem(campaign), { removeUndefinedValues: true }),
    ),
  }),
  UpdateItem: JSON.stringify({
    Attributes: profile,
    ConsumedCapacity: { TableName: 'customers', CapacityUnits: 1 },
  }),
}

const quietBatch = () => {
  const [event] = mixEvents({
    seed: SEED,
    customers: 1,
    run: 'cold-start',
    start: START,
    from: 0,
    to: 1,
    shares: QUIET_ONLY,
  })
  const body = JSON.stringify({
    'detail-type': event?.detailType,
    detail: event?.detail,
    source: 'bank.core',
  })
  return { Records: [{ messageId: 'record-0', body }] }
}

const update = {
  TableName: 'customers',
  Key: { customerId: { S: customer.customerId }, item: { S: 'profile' } },
  UpdateExpression: 'SET #balance = :balance',
  ExpressionAttributeNames: { '#balance': 'balance' },
  ExpressionAttributeValues: { ':balance': { N: '1' } },
  ReturnValues: 'ALL_NEW',
}

/**
 * What the bundles are first asked for that are asked at all: a transaction without a signal, and one update.
 * @returns files with the event, by the bundle's name
 */
export const firstEventFiles = (directory: string): ReadonlyMap<string, string> => {
  const events = {
    [BARE_CLIENT]: update,
    [PLAIN_CLIENT]: update,
    'react-to-events': quietBatch(),
  }
  return new Map(
    Object.entries(events).map(([name, event]) => {
      const file = path.join(directory, `${name}.json`)
      writeFileSync(file, JSON.stringify(event))
      return [name, file]
    }),
  )
}
