import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb'
import { type Connection, seedCampaigns } from '#infra/local/commands/connection.ts'
import { createDeliveryQueues } from '#shared/adapters/sqs/delivery-queues.ts'
import type { Settings } from '#shared/domain/settings.ts'
import type { Delivery } from '#shared/ports/decision-recorder.ts'
import { campaignOf } from '#test/faults/load/campaigns.ts'
import { contactItem, profileItem } from '#test/faults/load/customers.ts'
import type { LoadedMessage } from '#test/faults/load/messages.ts'
import { queueUrlsOf } from '#test/support/local-cloud/delivery-queues.ts'

/** What BatchWriteItem takes, and how many of them are under way. */
const BATCH = 25
const WRITERS = 4

const write = async (
  { documentClient }: Connection,
  table: string,
  items: readonly Record<string, unknown>[],
): Promise<void> => {
  const starts = Array.from({ length: Math.ceil(items.length / BATCH) }, (_, batch) => batch * BATCH)
  const writer = async (): Promise<void> => {
    for (let start = starts.shift(); start !== undefined; start = starts.shift()) {
      let requests = items.slice(start, start + BATCH).map((Item) => ({ PutRequest: { Item } }))
      while (requests.length > 0) {
        const command = new BatchWriteCommand({ RequestItems: { [table]: requests } })
        const { UnprocessedItems } = await documentClient.send(command)
        requests = (UnprocessedItems?.[table] ?? []) as typeof requests
      }
    }
  }
  await Promise.all(Array.from({ length: WRITERS }, writer))
}

/** Writes settings, campaigns, customers and messages. */
export const storeLoad = async (
  connection: Connection,
  settings: Settings,
  messages: readonly LoadedMessage[],
): Promise<void> => {
  await seedCampaigns(connection, settings, Object.values(campaignOf))
  const { name } = connection
  await write(connection, name('CustomersTable'), messages.map(profileItem))
  await write(connection, name('ContactsTable'), messages.map(contactItem))
  await write(connection, name('JournalTable'), messages)
}

/** Puts messages on their queues. @throws Error when a queue did not take one */
export const enqueue = async (
  { sqs: client, name }: Connection,
  messages: readonly LoadedMessage[],
): Promise<void> => {
  const queues = createDeliveryQueues({ client, queueUrls: queueUrlsOf(name) })
  const deliveries = messages.map(
    ({ channel, purpose, customerId, entry }): Delivery => ({ channel, purpose, customerId, entry }),
  )
  const left = await queues.enqueue(deliveries)
  if (left.length > 0) throw new Error(`${left.length} messages were not taken by their queues`)
}
