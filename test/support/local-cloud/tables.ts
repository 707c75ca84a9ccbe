import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { inject } from 'vitest'
import { localClientConfig } from '#infra/local/clients.ts'
import { startDynamoDb } from '#infra/local/dynamodb.ts'
import { scanTable } from '#infra/local/scan-table.ts'
import { readAssembly } from '#infra/local/synthesize.ts'
import { createTables } from '#infra/local/tables.ts'
import { resolveDeployment } from '#infra/local/template.ts'

export interface Tables {
  readonly documentClient: DynamoDBDocumentClient
  /** For further clients of the same database. */
  readonly clientConfig: DynamoDBClientConfig
  /** @param output of the data stack, e.g. `JournalTable` */
  readonly name: (output: string) => string
  /** All items of one customer (or other partition) in a table. */
  readonly itemsOf: (output: string, partition: string) => Promise<Record<string, unknown>[]>
  readonly stop: () => Promise<void>
}

/** The tables of the template in a database of their own, and nothing else of the cloud. */
export const startTables = async (): Promise<Tables> => {
  const directory = mkdtempSync(path.join(tmpdir(), 'bellwether-tables-'))
  const dynamodb = await startDynamoDb(directory)
  const clientConfig = localClientConfig(dynamodb.url)
  const client = new DynamoDBClient(clientConfig)
  // No queue is started, so nothing is asked at this address.
  const deployment = resolveDeployment(readAssembly(inject('assembly')), {
    sqs: 'http://127.0.0.1:1',
    httpApi: 'http://127.0.0.1:1',
    issuer: 'http://127.0.0.1:1',
  })
  await createTables(client, deployment)
  const documentClient = DynamoDBDocumentClient.from(client)
  const name = (output: string): string => deployment.outputs[output] ?? ''
  return {
    documentClient,
    clientConfig,
    name,
    itemsOf: async (output, partition) => {
      const items: Record<string, unknown>[] = []
      for await (const item of scanTable(documentClient, name(output)))
        if ([item.customerId, item.parkedId, item.collection, item.subject].includes(partition))
          items.push(item)
      return items
    },
    stop: async () => {
      client.destroy()
      await dynamodb.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
