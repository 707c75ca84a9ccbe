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
  const Entries = batch.map(({ index, route: { body, attributes, line } }) => ({
    Id: String(index),
    MessageBody: body,
    ...(attributes && { MessageAttributes: attributes }),
    ...(line && { MessageGroupId: line.group, MessageDeduplicationId: line.id }),
  }))
  const QueueUrl = name(first.route.queue)
  const { Successful = [], Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }))
  const taken = new Set(Successful.map(({ Id }) => Id))
  const codes = new Map(Failed.map(({ Id, Code }) => [Id, Code]))
  for (const { Id } of Entries) if (!taken.has(Id)) failures.set(Number(Id), codes.get(Id) ?? 'NoAnswer')
}

const toQueues = async (routes: readonly Route[], connection: Connection, failures: Failures) => {
  const all = routes.flatMap((route, index): ToQueue[] => (route.to === 'queue' ? [{ index, route }] : []))
  const inLines = all.filter(({ route }) => route.line !== undefined)
  for (const line of Map.groupBy(inLines, ({ route }) => route.line?.group).values())
    await inOrder(line, connection, failures)
  const others = all.filter(({ route }) => route.line === undefined)
  for (const ofOne of Map.groupBy(others, ({ route }) => route.queue).values())
    for (const batch of groupBySize(ofOne, ({ route }) => Buffer.byteLength(route.body), REQUEST))
      await batchToQueue(batch, connection, failures)
}

/** One after the other, because of one request SQS may take a later message and not an earlier. */
const inOrder = async (
  line: readonly ToQueue[],
  connection: Connection,
  failures: Failures,
): Promise<void> => {
  for (const [place, one] of line.entries()) {
    await batchToQueue([one], connection, failures)
    if (!failures.has(one.index)) continue
    for (const { index } of line.slice(place + 1)) failures.set(index, 'one before it was not taken')
    return
  }
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
