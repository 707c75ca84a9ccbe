import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb'
import type { Connection } from '#infra/local/commands/connection.ts'
import { type MixCustomerOptions, mixCustomers } from '#test/bench/mix/customers.ts'

/** What BatchWriteItem takes, and how many requests are under way. */
const BATCH = 25
const WRITERS = 4

type Items = readonly Readonly<Record<string, unknown>>[]

const write = async ({ documentClient }: Connection, table: string, items: Items): Promise<void> => {
  let requests = items.map((Item) => ({ PutRequest: { Item } }))
  while (requests.length > 0) {
    const { UnprocessedItems } = await documentClient.send(
      new BatchWriteCommand({ RequestItems: { [table]: requests } }),
    )
    requests = (UnprocessedItems?.[table] ?? []) as typeof requests
  }
}

/** Puts customers from number `from` up to, not including, `to` into the stores, without a look at what stands there. */
export const seedMixCustomers = async (
  connection: Connection,
  from: number,
  to: number,
  options: MixCustomerOptions,
): Promise<void> => {
  const rest = mixCustomers(from, to, options)
  const writer = async (): Promise<void> => {
    for (;;) {
      const batch = Array.from({ length: BATCH }, () => rest.next().value).filter(
        (each) => each !== undefined,
      )
      if (batch.length === 0) return
      await write(
        connection,
        connection.name('CustomersTable'),
        batch.map(({ profile }) => profile),
      )
      await write(
        connection,
        connection.name('ContactsTable'),
        batch.map(({ contact }) => contact),
      )
    }
  }
  await Promise.all(Array.from({ length: WRITERS }, writer))
}
