import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { localClientConfig } from '#infra/local/clients.ts'
import type { LocalCloud } from '#infra/local/cloud.ts'

export interface Order {
  readonly orderId: string
  readonly fail?: true
}

/** Publishes orders on the fixture's bus. */
export async function publishOrders(cloud: LocalCloud, orders: readonly Order[]): Promise<void> {
  const client = new EventBridgeClient(localClientConfig(cloud.endpoints.eventBridge))
  for (let start = 0; start < orders.length; start += 10) {
    const Entries = orders.slice(start, start + 10).map((order) => ({
      EventBusName: cloud.outputs.BusName,
      Source: 'shop.orders',
      DetailType: 'Ordered',
      Detail: JSON.stringify(order),
    }))
    const { FailedEntryCount } = await client.send(new PutEventsCommand({ Entries }))
    if (FailedEntryCount !== 0) throw new Error(`${FailedEntryCount} orders were not taken`)
  }
  client.destroy()
}

/** What the fixture's functions wrote, by order id. */
export async function storedOrders(
  cloud: LocalCloud,
): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>> {
  const client = new DynamoDBClient(localClientConfig(cloud.endpoints.dynamodb))
  const { Items = [] } = await client.send(new ScanCommand({ TableName: cloud.outputs.OrdersTable }))
  client.destroy()
  return new Map(Items.map((item) => unmarshall(item)).map((item) => [String(item.orderId), item]))
}
