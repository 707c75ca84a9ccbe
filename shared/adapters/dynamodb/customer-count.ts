import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { CustomerItems } from '#shared/ports/customer-count.ts'

/** The customers table's own count of its items. */
export const createCustomerItems =
  (client: DynamoDBClient, customersTable: string): CustomerItems =>
  async () => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: customersTable }))
    return Table?.ItemCount ?? 0
  }
