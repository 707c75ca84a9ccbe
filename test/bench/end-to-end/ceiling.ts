import { Agent, request } from 'node:http'
import { marshall } from '@aws-sdk/util-dynamodb'
import { PROFILE_ITEM } from '#shared/tables/customers.ts'
import { processorSeconds } from '#test/bench/growth/processor-seconds.ts'
import { accountIdOf, customerIdOf } from '#test/bench/mix/customers.ts'
import type { FaultyCloud } from '#test/faults/processes/faulty-cloud.ts'

/** What the local database takes of one client that does nothing else, and whom nobody else disturbs. */
export interface Ceiling {
  readonly updates: number
  readonly perSecond: number
  /** Of the database's processor time, for 1,000 updates. */
  readonly databaseSeconds: number
}

/** Requests under way at once: what two environments of react-to-events have. */
const CONCURRENCY = 40

/** The update that a quiet event makes: a newer balance, and the month it moved in. */
const updateOf = (TableName: string, number: number, v: string): string =>
  JSON.stringify({
    TableName,
    Key: marshall({ customerId: customerIdOf(number), item: PROFILE_ITEM }),
    UpdateExpression: 'SET #r0 = :r0 ADD #m0 :m0',
    ConditionExpression: '(attribute_not_exists(#r0) OR #r0.#v < :v0)',
    ExpressionAttributeNames: { '#r0': `balance:${accountIdOf(number)}`, '#m0': 'month:2026-11', '#v': 'v' },
    ExpressionAttributeValues: {
      ...marshall({ ':r0': { minorUnits: 1_234_500, currency: 'CZK', v }, ':v0': v }),
      ':m0': { SS: ['4', 'p'] },
    },
    ReturnValues: 'ALL_NEW',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    ReturnConsumedCapacity: 'TOTAL',
  })

/** @throws Error where the database refuses it */
const post = (url: URL, agent: Agent, body: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.UpdateItem',
      // Dynoxide asks for a signature and does not look at it.
      'x-amz-date': '20260101T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
      'content-length': Buffer.byteLength(body),
    }
    const options = { host: url.hostname, port: url.port, method: 'POST', path: '/', agent, headers }
    request(options, (answer) => {
      let text = ''
      answer.on('error', reject).on('data', (chunk) => {
        text += chunk
      })
      answer.on('end', () => (answer.statusCode === 200 ? resolve() : reject(new Error(text))))
    })
      .on('error', reject)
      .end(body)
  })

/**
 * Writes customers' items, each a newer balance than the one before, as a client that neither signs nor reads: what no
 * function on the same database can be faster than.
 * @throws Error where the database refused one
 */
export const databaseCeiling = async (
  { connection, endpoints, processes }: FaultyCloud,
  customers: number,
  updates: number,
): Promise<Ceiling> => {
  const url = new URL(endpoints.dynamodb)
  const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY })
  const table = connection.name('CustomersTable')
  const v = `${new Date(Date.now() + 3_600_000).toISOString()}#`
  const bodies = Array.from({ length: updates }, (_, number) =>
    updateOf(table, number % customers, `${v}${String(number).padStart(9, '0')}`),
  )
  const before = processorSeconds(processes.database)
  const began = performance.now()
  const rest = bodies.values()
  const client = async (): Promise<void> => {
    for (const body of rest) await post(url, agent, body)
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, client))
  const seconds = (performance.now() - began) / 1000
  const databaseSeconds = ((processorSeconds(processes.database) - before) * 1000) / updates
  agent.destroy()
  return { updates, perSecond: updates / seconds, databaseSeconds }
}
