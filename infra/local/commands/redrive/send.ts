import { SendMessageBatchCommand } from '@aws-sdk/client-sqs'
import type { Connection } from '#infra/local/commands/connection.ts'
import type { Route } from '#infra/local/commands/redrive/route.ts'
import { groupBySize } from '#shared/publisher/group.ts'
import { putEntries } from '#shared/publisher/put-entries.ts'

/** What a request to SQS may hold everywhere; a larger message goes by itself. */
const REQUEST = { maxItems: 10, maxBytes: 256 * 1024 }

/** By index in the given routes: why it was not taken. */
type Failures = Map<number, string>
type ToQueue = { readonly index: number; readonly route: Extract<Route, { to: 'queue' }> }

const toBus = async (routes: readonly Route[], { eventBridge, busName }: Connection, failures: Failures) => {
  const indexed = routes.flatMap((route, index) =>
    route.to === 'bus' ? [{ index, entry: route.entry }] : [],
  )
  const entries = indexed.map(({ entry }) => entry)
  const { failed } = await putEntries(entries, { client: eventBridge, busName })
  for (const { index, reason } of failed) failures.set(indexed[index]?.index ?? -1, reason)
}

const batchToQueue = async (
  batch: readonly ToQueue[],
  { sqs, name }: Connection,
  failures: Failures,
): Promise<void> => {
  const [first] = batch
  if (first === undefined) return
  const Entries = batch.map(({ index, route: { body, attributes } }) => ({
    Id: String(index),
    MessageBody: body,
    ...(attributes && { MessageAttributes: attributes }),
  }))
  const QueueUrl = name(first.route.queue)
  const { Successful = [], Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }))
  const taken = new Set(Successful.map(({ Id }) => Id))
  const codes = new Map(Failed.map(({ Id, Code }) => [Id, Code]))
  for (const { Id } of Entries) if (!taken.has(Id)) failures.set(Number(Id), codes.get(Id) ?? 'NoAnswer')
}

const toQueues = async (routes: readonly Route[], connection: Connection, failures: Failures) => {
  const all = routes.flatMap((route, index): ToQueue[] => (route.to === 'queue' ? [{ index, route }] : []))
  for (const ofOne of Map.groupBy(all, ({ route }) => route.queue).values())
    for (const batch of groupBySize(ofOne, ({ route }) => Buffer.byteLength(route.body), REQUEST))
      await batchToQueue(batch, connection, failures)
}

/**
 * Sends work on its way back.
 * @returns by index, why it was not taken; what is not in there lies safely where it belongs
 */
export const sendBack = async (
  routes: readonly Route[],
  connection: Connection,
): Promise<ReadonlyMap<number, string>> => {
  const failures: Failures = new Map()
  routes.forEach((route, index) => {
    if (route.to === 'nowhere') failures.set(index, route.because)
  })
  await toBus(routes, connection, failures)
  await toQueues(routes, connection, failures)
  return failures
}
